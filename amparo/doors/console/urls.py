"""The console's addresses: one for each page, so that it can be sent to a colleague."""

from django.urls import path

from amparo.doors.console import (
    audit,
    cases,
    conversation,
    directory,
    editing,
    more,
    queue,
    received,
    referrals,
    sign_in,
    work,
)

app_name = "console"
urlpatterns = [
    path("", sign_in.start, name="start"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("enter/", sign_in.enter, name="enter"),
    path("enter/<str:secret>/", sign_in.enter, name="enter_with"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("keys/", sign_in.keys, name="keys"),
    path("queue/", queue.queue, name="queue"),
    path("queue/new/", queue.new, name="new"),
    path("queue/row/<uuid:conversation>/", queue.row, name="row"),
    path("conversation/<uuid:conversation>/", conversation.conversation, name="conversation"),
    path("conversation/<uuid:conversation>/take/", work.take, name="take"),
    path("conversation/<uuid:conversation>/give-back/", work.give_back, name="give_back"),
    path("conversation/<uuid:conversation>/urgency/", work.urgency, name="urgency"),
    path("conversation/<uuid:conversation>/needs/", work.set_needs, name="needs"),
    path("conversation/<uuid:conversation>/phone/", work.phone, name="phone"),
    path("conversation/<uuid:conversation>/close/", work.close, name="close"),
    path("conversation/<uuid:conversation>/reopen/", work.reopen, name="reopen"),
    path("conversation/<uuid:conversation>/place/", conversation.place, name="place"),
    path("conversation/<uuid:conversation>/answer/", conversation.answer, name="answer"),
    path(
        "conversation/<uuid:conversation>/message/<uuid:message>/translate/",
        conversation.translate,
        name="translate",
    ),
    path(
        "conversation/<uuid:conversation>/message/<uuid:message>/settle/",
        conversation.settle,
        name="settle",
    ),
    path("conversation/<uuid:conversation>/case/", conversation.open_case, name="open_case"),
    path("cases/", cases.cases, name="cases"),
    path("case/<uuid:case>/", cases.case, name="case"),
    path("case/<uuid:case>/note/", cases.note, name="note"),
    path("case/<uuid:case>/wish/", cases.wish, name="wish"),
    path("case/<uuid:case>/close/", cases.close, name="close_case"),
    path("case/<uuid:case>/reopen/", cases.reopen, name="reopen_case"),
    path("case/<uuid:case>/refer/<uuid:service>/", referrals.refer, name="refer"),
    path("received/", received.received, name="received"),
    path("received/<uuid:received>/", received.received_one, name="received_one"),
    path("received/<uuid:received>/answer/", received.answer, name="answer_referral"),
    path("received/<uuid:received>/finish/", received.finish, name="finish_referral"),
    path("directory/", directory.directory, name="directory"),
    path("directory/organisations/", directory.organisations, name="organisations"),
    path("directory/organisations/new/", editing.add_organisation, name="add_organisation"),
    path(
        "directory/organisation/<uuid:organisation>/", directory.organisation, name="organisation"
    ),
    path(
        "directory/organisation/<uuid:organisation>/edit/",
        editing.edit_organisation,
        name="edit_organisation",
    ),
    path(
        "directory/organisation/<uuid:organisation>/services/new/",
        editing.add_service,
        name="add_service",
    ),
    path("directory/service/<uuid:service>/", directory.service, name="service"),
    path("directory/service/<uuid:service>/edit/", editing.edit_service, name="edit_service"),
    path(
        "directory/service/<uuid:service>/confirm/",
        editing.confirm_service,
        name="confirm_service",
    ),
    path("more/", more.more, name="more"),
    path("audit/", audit.audit, name="audit"),
]
