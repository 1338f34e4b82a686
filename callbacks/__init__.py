"""What happens: read the scope, ask a service, draw."""
