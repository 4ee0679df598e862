"""The outside world, one fake a channel: each speaks the true protocol on the loopback address."""
