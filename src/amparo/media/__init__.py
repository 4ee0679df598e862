"""Pictures and sound: bytes of unknown origin in, facts or clean bytes out. Nothing is written to disk or sent.

What comes from outside is read through `sandbox.Sandbox`, in a process of its own; the other modules run there.
`likeness` is light and may be used anywhere.
"""
