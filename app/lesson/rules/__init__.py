"""The built-in lesson maker: rules, a glossary and sentence patterns; no AI model, nothing invented."""
