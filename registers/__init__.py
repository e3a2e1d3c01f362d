"""What a register is: fields, rules, states, numbers. No IO but reading its own YAML files."""
