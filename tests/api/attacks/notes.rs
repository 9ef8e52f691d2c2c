//! What stands beside the values: confirmations, attachments, seals, extra readings.
