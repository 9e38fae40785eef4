namespace ActorPbx.Sip.Authentication;

/// <summary>What tells one nonce from another: the second it was issued in and its serial.</summary>
internal readonly record struct NonceId(uint IssuedAt, long Serial);
