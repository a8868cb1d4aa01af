"""Files that bring facts in: plan files, forms and settings, with what is wrong in them."""
