using System.Net;

namespace ActorPbx.Sip.Authentication;

/// <summary>What a request's credentials are checked against.</summary>
/// <param name="Realm">The realm that was challenged.</param>
/// <param name="Source">Where the request came from; a nonce is good for one source only.</param>
/// <param name="FindSecret">The secret of a user name, null when there is no such user; must answer at once.</param>
/// <param name="ServerNames">Host names and addresses of this server, as a digest-uri may name it; IPv6 in brackets.</param>
/// <param name="IsProxy">Whether Proxy-Authorization is looked at in place of Authorization.</param>
public readonly record struct DigestVerification(
    string Realm, IPAddress Source, Func<string, DigestSecret?> FindSecret, IReadOnlyCollection<string> ServerNames, bool IsProxy = false);
