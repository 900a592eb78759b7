"""What is asserted, in which sentence, by which rule. One file per fact family."""
