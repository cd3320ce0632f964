"""HTTP at the edge of every service: one error shape, one way to declare a route, one way to say who may call it."""
