"""The one exception for what people can cause and mend."""


class Failure(Exception):
    """An expected failure: its text is one Indonesian sentence that says what is wrong and what to do.

    The command line prints it alone, without a traceback; a page shows it in its error panel.
    """
