using System.Collections.Immutable;
using System.Net;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Gateway;

/// <summary>Whose request it is, by its address of record.</summary>
public readonly record struct Identity(DomainProfile Domain, ExtensionProfile Extension);

/// <summary>
/// Lets nobody in unknown: every request outside a dialog, whatever its method, proves itself with digest (RFC 3261 §22, RFC 8760),
/// or comes from an address that its extension trusts. An unknown number costs and looks the same as a wrong password.
/// </summary>
public sealed class Authenticator(PbxDirectory directory, NonceIssuer nonces, IReadOnlyCollection<string> serverNames, TimeProvider clock)
{
    private readonly DigestVerifier _verifier = new(nonces);
    private readonly DigestAuthenticator _challenger = new(nonces);
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly long _startMark = clock.GetTimestamp();

    /// <summary>The configuration in force.</summary>
    public PbxDirectory Directory { get; } = directory;

    /// <summary>The algorithms that challenges offer.</summary>
    public DigestOffer Offer { get; init; } = DigestOffer.Both;

    /// <summary>User-Agent prefixes of devices that are offered MD5 alone.</summary>
    public ImmutableArray<string> Md5OnlyAgents { get; init; } = [];

    /// <summary>Who is told of right and wrong passwords, and has guessing slowed down; null for nobody.</summary>
    public Guard? Guard { get; init; }

    /// <summary>Numbers of other branches that are known here.</summary>
    public GuestBook Guests { get; init; } = GuestBook.Empty;

    /// <summary>
    /// The response that a request gets which may not pass; null lets it pass. One that speaks for another branch's number and has an answer to a challenge of
    /// ours passes here unproven: <see cref="IdentityOf"/> does not know it, and <see cref="Prove"/> decides once its home was asked.
    /// </summary>
    public SipResponse? Challenge(SipRequest request, SipFlow flow)
    {
        var address = AddressOfRecord(request);
        if (Directory.Find(address.Host) is not { } domain)
        {
            return SipResponse.For(request, 404);
        }

        var extension = domain.Find(address.User);
        if (extension is not null && extension.Trusts(flow.Remote.Address))
        {
            return null;
        }

        return extension is null && Guests.IsForeign(domain.Name, address.User)
            ? ChallengeStranger(request, flow, domain, address.User)
            : Verify(request, flow, domain, address.User);
    }

    /// <summary>The response that a request for a number of another branch gets whose credentials are wrong, now that its home was asked; null lets it pass.</summary>
    public SipResponse? Prove(SipRequest request, SipFlow flow)
    {
        var address = AddressOfRecord(request);
        return Directory.Find(address.Host) is { } domain ? Verify(request, flow, domain, address.User) : SipResponse.For(request, 404);
    }

    /// <summary>The guest that a request which passed <see cref="Prove"/> speaks for.</summary>
    public Identity? GuestOf(SipRequest request)
    {
        var address = AddressOfRecord(request);
        return Directory.Find(address.Host) is { } domain && Guests.Find(domain.Name, address.User) is { } guest ? new Identity(domain, guest.Profile) : null;
    }

    /// <summary>The domain and number that a request claims to speak for; null when there is no such domain.</summary>
    public (DomainProfile Domain, string Number)? ClaimOf(SipRequest request)
    {
        var address = AddressOfRecord(request);
        return Directory.Find(address.Host) is { } domain ? (domain, address.User) : null;
    }

    // Nobody is asked on behalf of a sender who cannot even be reached at its address: the nonce proves that.
    private SipResponse? ChallengeStranger(SipRequest request, SipFlow flow, DomainProfile domain, string number)
    {
        var now = Now;
        var isGood = _verifier.HasGoodNonce(request, VerificationOf(domain, flow), now);
        if (isGood == true || (isGood == false && Guests.Find(domain.Name, number) is not null))
        {
            return null;
        }

        return _challenger.Challenge(request, domain.Realm, flow.Remote.Address, now, stale: isGood == false, offer: OfferTo(request));
    }

    /// <summary>Whether a request answers a challenge that its source was sent, whatever the password is: nobody can say so in another's name.</summary>
    public bool AnswersChallenge(SipRequest request, SipFlow flow) =>
        Directory.Find(AddressOfRecord(request).Host) is { } domain && _verifier.HasGoodNonce(request, VerificationOf(domain, flow), Now) == true;

    /// <summary>Whether a request speaks for an extension that needs no digest from there.</summary>
    public bool IsTrusted(SipRequest request, SipFlow flow) => IdentityOf(request) is { } identity && identity.Extension.Trusts(flow.Remote.Address);

    private SipResponse? Verify(SipRequest request, SipFlow flow, DomainProfile domain, string number)
    {
        var now = Now;
        var isHeld = false;
        var verification = VerificationOf(domain, flow) with { FindSecret = SecretOf };
        var result = _verifier.Verify(request, verification, now, out var user);
        if (result == DigestResult.Accepted)
        {
            Guard?.Succeeded(domain.Name, user!, flow.Remote.Address);
            // RFC 3261 §10.3 step 3 and §22.1: good credentials of one number are no right to speak for another.
            return user == number ? null : SipResponse.For(request, 403);
        }

        if (result is DigestResult.WrongPassword or DigestResult.UnknownUser && !isHeld)
        {
            Guard?.Failed(domain.Name, user ?? number, flow.Remote.Address, exists: result == DigestResult.WrongPassword);
        }

        var stale = result is DigestResult.Stale or DigestResult.Replayed;
        return _challenger.Challenge(request, domain.Realm, flow.Remote.Address, now, stale: stale, offer: OfferTo(request));

        // An account that is being guessed at is for a while as if it did not exist: even the right password changes nothing, and nothing shows it.
        DigestSecret? SecretOf(string name)
        {
            isHeld = Guard?.Holds(domain.Name, name, flow.Remote.Address) == true;
            return isHeld ? null : SecretIn(domain, name);
        }
    }

    private DigestSecret? SecretIn(DomainProfile domain, string user) => (domain.Find(user) ?? Guests.Find(domain.Name, user)?.Profile)?.Credentials;

    /// <summary>The extension that a request which passed <see cref="Challenge"/> speaks for.</summary>
    public Identity? IdentityOf(SipRequest request)
    {
        var address = AddressOfRecord(request);
        return Directory.Find(address.Host) is { } domain && domain.Find(address.User) is { } extension ? new Identity(domain, extension) : null;
    }

    private DigestVerification VerificationOf(DomainProfile domain, SipFlow flow) =>
        new(domain.Realm, flow.Remote.Address, user => SecretIn(domain, user), serverNames);

    private DigestOffer OfferTo(SipRequest request)
    {
        if (Offer != DigestOffer.Both || request.Headers.Get(HeaderName.UserAgent) is not { } agent)
        {
            return Offer;
        }

        foreach (var prefix in Md5OnlyAgents)
        {
            if (agent.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return DigestOffer.Md5;
            }
        }

        return Offer;
    }

    // A clock that is set back would make every nonce one of a time that is forgotten already, and nobody could register or call until it has caught up.
    private DateTimeOffset Now => _startedAt + clock.GetElapsedTime(_startMark);

    // RFC 3261 §10.3: REGISTER is about To; everything else speaks for From.
    private static (string User, string Host) AddressOfRecord(SipRequest request)
    {
        if (request.Method == SipMethod.Register)
        {
            return (request.To.Uri.User ?? "", request.To.Uri.Host);
        }

        // RFC 3325 §9.2: who shows no number in From says in P-Preferred-Identity whose it is; its credentials must be of that one.
        var who = AssertedIdentity.IsAnonymous(request.From) && AssertedIdentity.PreferredIn(request) is { } preferred ? preferred.Uri : request.From.Uri;
        return (who.User ?? "", who.Host);
    }
}
