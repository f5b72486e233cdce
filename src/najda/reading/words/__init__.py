"""What stands in a text: tokens, sentences, the lexicon, numbers. Pure."""
