using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Gateway;

/// <summary>
/// The one entry for every request. It runs on the transport's threads, holds no state of its own and never waits:
/// in-dialog requests go to the call that owns the dialog, or get 481; everything else comes from a trunk or must be authenticated, then goes to its domain.
/// What speaks for a number of another branch goes by way of the domain's guests, and comes back proven.
/// </summary>
public sealed class SipGateway(Authenticator authenticator, DialogOwners dialogs, DomainDoors doors, TrunkSources trunks) : ISipUser, IGuestDoor
{
    private readonly CallEntry _calls = new(doors);
    private readonly StateEntry _states = new(authenticator, doors);
    private int _exchanges;

    /// <summary>Who is let in at all; null lets in everybody.</summary>
    public Guard? Guard { get; init; }

    /// <inheritdoc/>
    public bool Shuns(IPAddress source) => Guard?.Shuns(source) == true;

    /// <inheritdoc/>
    public bool Ignores(SipRequest request, SipFlow flow)
    {
        if (Guard is null || IsOfLivingDialog(request) || trunks.Find(flow) is not null)
        {
            return false;
        }

        var word = Guard.Look(request, flow);
        if (word == GuardWord.Pass || IsExempt(request, flow, word))
        {
            return false;
        }

        Guard.NoteDropped(request, flow, word);
        return true;
    }

    /// <inheritdoc/>
    public bool TryAnswerStateless(SipRequest request, SipFlow flow, [NotNullWhen(true)] out SipResponse? response)
    {
        // Inside a dialog the tags are the proof: 96 random bits of ours that only the peer was told. One that names no dialog costs no memory.
        response = request.ToTag is not null
            ? IsOfLivingDialog(request) ? null : SipResponse.For(request, 481)
            : trunks.Find(flow) is null ? authenticator.Challenge(request, flow) : null;
        return response is not null;
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.ToTag is { } tag)
        {
            OnRequestInDialog(transaction, tag);
            return;
        }

        if (trunks.Find(transaction.Flow) is { } trunk)
        {
            OnTrunkRequest(transaction, trunk);
        }
        else if (authenticator.IdentityOf(request) is { } identity)
        {
            Serve(transaction, identity);
        }
        else
        {
            OnGuestRequest(transaction);
        }
    }

    /// <inheritdoc/>
    public bool Prove(ServerTransaction transaction)
    {
        if (authenticator.Prove(transaction.Request, transaction.Flow) is not { } refusal)
        {
            return true;
        }

        transaction.Respond(refusal);
        return false;
    }

    /// <inheritdoc/>
    public void Enter(ServerTransaction transaction)
    {
        if (authenticator.GuestOf(transaction.Request) is { } guest)
        {
            Serve(transaction, guest);
        }
        else
        {
            transaction.Respond(SipResponse.For(transaction.Request, 404));
        }
    }

    private void OnGuestRequest(ServerTransaction transaction)
    {
        if (authenticator.ClaimOf(transaction.Request) is not var (domain, number) || doors.Find(domain.Name)?.Guests is not { } guests)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 404));
            return;
        }

        var wait = new WaitingRequest(transaction);
        guests.Tell(new GuestKnocked(new ExtensionNumber(number), wait), ActorRefs.NoSender);
    }

    private void Serve(ServerTransaction transaction, Identity identity)
    {
        var request = transaction.Request;
        if (request.Method == SipMethod.Register)
        {
            doors.Find(identity.Domain.Name)?.Extensions.Tell(
                new Register(identity.Extension.Number, transaction) { Gruus = identity.Domain.TempGruus }, ActorRefs.NoSender);
            return;
        }

        request.RequestUri = identity.Domain.TempGruus.Resolve(request.RequestUri);
        if (request.Method == SipMethod.Invite)
        {
            OnInvite(transaction, identity);
        }
        else if (request.Method == SipMethod.Options)
        {
            transaction.Respond(Capabilities.Of(request));
        }
        else if (request.Method == SipMethod.Subscribe)
        {
            _states.Subscribe(transaction, identity);
        }
        else if (request.Method == SipMethod.Publish)
        {
            _states.Publish(transaction, identity);
        }
        else if (request.Method == SipMethod.Refer)
        {
            transaction.Respond(NotServed(request));
        }
        else if (request.Method == SipMethod.Message)
        {
            _states.Message(transaction, identity);
        }
        else
        {
            // BYE, INFO, UPDATE … without a To tag belong to no dialog.
            transaction.Respond(SipResponse.For(request, 481));
        }
    }

    private bool IsExempt(SipRequest request, SipFlow flow, GuardWord word) => authenticator.IsTrusted(request, flow) || word switch
    {
        // A flood in the name of a phone's address does not keep the phone out: it alone has answers to challenges.
        GuardWord.TooMany => authenticator.AnswersChallenge(request, flow) && Guard!.PassesProven(flow),
        GuardWord.Banned => authenticator.ClaimOf(request) is var (domain, number) && Guard!.Knows(domain.Name, number, flow.Remote.Address),
        _ => false,
    };

    private bool IsOfLivingDialog(SipRequest request) => request.ToTag is { } tag && dialogs.Knows(tag);

    private void OnRequestInDialog(ServerTransaction transaction, string tag)
    {
        if (dialogs.Find(tag) is not { } owner)
        {
            if (dialogs.FindSubscription(tag) is { } subscription)
            {
                subscription.Tell(new SubscribeCame(transaction), ActorRefs.NoSender);
                return;
            }

            transaction.Respond(SipResponse.For(transaction.Request, 481));
            return;
        }

        var port = new LegPort(owner.Call, owner.Id, owner.Leg, new ExchangeId(Interlocked.Increment(ref _exchanges)));
        transaction.User = port;
        owner.Call.Tell(new RequestCame(port, owner.Peer, tag, transaction), ActorRefs.NoSender);
    }

    // A trunk's peer is known by its address; whatever name it gives our host, it means the trunk's domain.
    private void OnTrunkRequest(ServerTransaction transaction, TrunkProfile trunk)
    {
        var request = transaction.Request;
        if (request.Method == SipMethod.Options)
        {
            transaction.Respond(Capabilities.Of(request));
        }
        else if (request.Method == SipMethod.Invite && authenticator.Directory.Find(trunk.Domain.Value) is { } domain)
        {
            request.RequestUri = domain.TempGruus.Resolve(request.RequestUri);
            _calls.Begin(transaction, domain, CallOrigin.Trunk.Of(trunk, request), request.RequestUri.User ?? "");
        }
        else
        {
            transaction.Respond(NotServed(request));
        }
    }

    private void OnInvite(ServerTransaction transaction, Identity identity)
    {
        var request = transaction.Request;
        if (authenticator.Directory.Find(request.RequestUri.IsTel ? identity.Domain.Name.Value : request.RequestUri.Host) != identity.Domain)
        {
            // Another domain's number, or nobody's: virtual PBXs never meet.
            transaction.Respond(SipResponse.For(request, 404));
            return;
        }

        if (Guard is not null && !identity.Extension.Trusts(transaction.Flow.Remote.Address) && !Guard.TryBeginCall(transaction, identity.Extension.Number.Value))
        {
            var busy = SipResponse.For(request, 503);
            busy.Headers.Add(HeaderName.RetryAfter, "5");
            transaction.Respond(busy);
            return;
        }

        _calls.Begin(transaction, identity.Domain, new CallOrigin.Extension(identity.Extension) { Privacy = PrivacyHeader.In(request) }, request.RequestUri.User ?? "");
    }

    // A trunk's peer is no subscriber and has nobody's messages.
    private static SipResponse NotServed(SipRequest request) => Capabilities.NotAllowed(
        request, SipMethod.Invite, SipMethod.Ack, SipMethod.Cancel, SipMethod.Bye, SipMethod.Options);
}
