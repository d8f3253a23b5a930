"""The process that holds the keys, apart from the database that holds the sealed texts.

Owns its own store and its own log. Holds of persons only keyed hashes and random references.
Never holds a text, a name or a number.
"""
