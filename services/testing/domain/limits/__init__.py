"""How far an instrument may be wrong and what has to be tested: dated tables, limits by kind, rules of the plate."""
