"""The reading of one article up to its mentions: parse, quotes, names, and who is who.

In the order of work: ``nlp`` parses; ``quotes`` finds what is spoken; ``mentions`` finds who is named (``names``,
``titles``, ``parties``) and gives ``found.Found``; ``coref`` joins these into ``chains``, one module a rule
(``persons``, ``bodies``, ``roles``, ``groups``, ``pronouns``, ``speakers``); ``annotator`` puts it together. The rules
look at an article through ``text.Text`` and go by the words of ``nominals``.
"""
