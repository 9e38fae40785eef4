namespace ActorPbx.Sip.Authentication;

/// <summary>
/// What became of a request's credentials. To the outside all but Accepted look alike: a fresh challenge. Of several credentials the highest counts, so that
/// no guess hides behind another credential.
/// </summary>
public enum DigestResult
{
    /// <summary>None for this realm.</summary>
    NoCredentials,

    /// <summary>Digest credentials that break the grammar or use an algorithm that was not offered.</summary>
    Malformed,

    /// <summary>The nonce is too old, or not for this source; the password was not looked at: challenge again, stale.</summary>
    Stale,

    /// <summary>Right, with a nonce count that was used before: challenge again, stale.</summary>
    Replayed,

    /// <summary>Right but for another resource: the digest-uri is neither the Request-URI nor this server.</summary>
    WrongUri,

    UnknownUser,
    WrongPassword,
    Accepted,
}
