"""The least that a promptfoo `python` assertion can do: it looks for a word."""


def get_assert(output, context):
    return "def " in output
