using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>A call asks another for the partner of the leg with this dialog, which must be that number's. Answered by <see cref="LegOffered"/> or <see cref="LegRefused"/>.</summary>
internal sealed record LegAsked(DialogName Dialog, string Number);

/// <summary>The leg's offer, and what the asking call must know of it. Answered by <see cref="LegWanted"/> or <see cref="LegReturned"/>.</summary>
internal sealed record LegOffered(SipResponse Offer, ILegWay Way, LegTarget Target, PartyKind Kind, string Number, string Home, bool RelayMedia);

/// <summary>The call still rings, and lends the leg when it is answered: <see cref="LegOffered"/> or <see cref="LegRefused"/> follows.</summary>
internal sealed record LegPromised;

/// <summary>The leg is not to be had, or no longer.</summary>
internal sealed record LegRefused(ResponseCode Code);

/// <summary>The leg is wanted, with this answer to its offer: it shall be that leg of that call. Answered by <see cref="LegGiven"/>.</summary>
internal sealed record LegWanted(ReadOnlyMemory<byte> Answer, CallId Call, LegId As);

/// <summary>The leg is not wanted any longer.</summary>
internal sealed record LegReturned;

/// <summary>The leg's dialog, how its session stands, and its place on a trunk or link.</summary>
internal sealed record LegGiven(DialogState Dialog, LegSession Session, SessionTerms? Terms, LegPlace Place);

/// <summary>
/// How a leg goes from one call to another: both sides of it. A call that lends keeps the leg's dialog until the other has an answer for it, so that only one of them ever
/// speaks in it.
/// </summary>
internal sealed class LegLoans(NewCall setup, CallServices services, CallLegs legs, CallTargets targets, CallPlacement placement, Func<CallState> state, IActorRef self)
{
    private IActorRef? _borrower;
    private ClientTransaction? _asked;
    private SipResponse? _offer;
    private LegWanted? _wanted;
    private LegId? _gone;
    private IActorRef? _lender;
    private ILegWay? _way;

    /// <summary>A message of the other call, or the answer of the leg that is lent; null for anything else, and for what ends here.</summary>
    public LegEvent? Of(object message, IActorRef sender) => message switch
    {
        LegAsked asked => Asked(asked, sender),
        LegPromised => Promised(sender),
        LegOffered offered => Offered(offered, sender),
        LegRefused refused => new LegEvent(new CallInput.LegDenied(refused.Code)),
        LegWanted wanted => Wanted(wanted),
        LegReturned => new LegEvent(new CallInput.LegReturned()),
        LegGiven given => Given(given),
        ResponseCame came => Heard(came),
        ResponseMissing => new LegEvent(new CallInput.JoinAnswered(ResponseCode.Timeout, HasSession: false, TimeSpan.Zero)),
        _ => null,
    };

    /// <summary>Asks the call that has this dialog for its other party.</summary>
    public void Want(DialogName dialog, string number)
    {
        // A phone may name the two tags from its own side.
        var (found, name) = services.Dialogs.Find(dialog.OurTag) is { } owner
            ? (owner, dialog)
            : (services.Dialogs.Find(dialog.TheirTag), new DialogName(dialog.CallId, dialog.TheirTag, dialog.OurTag));
        if (found is null || found.Call.Equals(self))
        {
            self.Tell(new CallInput.LegDenied(ResponseCode.NoSuchDialog));
            return;
        }

        found.Call.Tell(new LegAsked(name, number), self);
    }

    /// <summary>Asks the leg that is to be lent for an offer.</summary>
    public void AskOffer(LegId leg)
    {
        if (legs.Sessions.NewRequest(leg, SipMethod.Invite) is { } invite)
        {
            _asked = legs.Send(leg, invite, ExchangeId.Loan);
        }
        else
        {
            self.Tell(new CallInput.JoinAnswered(ResponseCode.NoSuchDialog, HasSession: false, TimeSpan.Zero));
        }
    }

    /// <summary>Shows the other call the leg's offer.</summary>
    public void Lend(LegId leg)
    {
        var call = state();
        var (number, home) = call.NumberOf(leg);
        _borrower!.Tell(new LegOffered(_offer!, legs.WayOf(leg), TargetOf(leg), call.KindOf(leg), number, home, call.RelayWanted), self);
    }

    /// <summary>Tells the other call that this one rings.</summary>
    public void Promise() => _borrower!.Tell(new LegPromised(), self);

    public void Refuse(ResponseCode code) => _borrower?.Tell(new LegRefused(code), self);

    /// <summary>What a leg reaches, the caller's too.</summary>
    public LegTarget TargetOf(LegId leg) => leg.IsCaller ? LegTarget.Met.Of(setup) : targets.Of(leg);

    /// <summary>The leg goes over: its requests, those that are on their way too, find the other call.</summary>
    public void Give(LegId leg, SessionTerms? terms)
    {
        var (wanted, dialog) = (_wanted!, legs.DialogOf(leg)!);
        Acknowledge(leg, wanted.Answer);
        services.Dialogs.Add(dialog.LocalTag, new DialogOwner(_borrower!, wanted.Call, wanted.As, LegId.Caller));
        _borrower!.Tell(new LegGiven(legs.DialogOf(leg)!, legs.Sessions.Of(leg), terms, placement.Give(TargetOf(leg), _borrower!)), self);
        legs.GiveAway(leg);
        _gone = leg;
    }

    /// <summary>The leg stays: its offer is answered as it was told before.</summary>
    public void Settle(LegId leg) => Acknowledge(leg, legs.Sessions.Of(leg).Said);

    /// <summary>Tells the lending call that the leg is wanted, with what the party that stays says to its offer.</summary>
    public void Take(LegId leg, ReadOnlyMemory<byte> answer) => _lender!.Tell(new LegWanted(answer, setup.Id, leg), self);

    public void Return() => _lender?.Tell(new LegReturned(), self);

    /// <summary>A request in the dialog of a leg that went over meanwhile is passed on; true then.</summary>
    public bool PassesOn(RequestCame came)
    {
        if (_gone != came.Port.Leg || _wanted is not { } wanted)
        {
            return false;
        }

        var port = new LegPort(_borrower!, wanted.Call, wanted.As, came.Port.Exchange);
        came.Transaction.User = port;
        _borrower!.Tell(new RequestCame(port, LegId.Caller, came.LocalTag, came.Transaction), ActorRefs.NoSender);
        return true;
    }

    private LegEvent? Asked(LegAsked asked, IActorRef sender)
    {
        if (state().Lending is not null || legs.LegOf(asked.Dialog) is not { } leg)
        {
            sender.Tell(new LegRefused(state().Lending is null ? ResponseCode.NoSuchDialog : ResponseCode.Pending), self);
            return null;
        }

        _borrower = sender;
        return new LegEvent(new CallInput.LegWanted(leg, asked.Number));
    }

    private LegEvent? Heard(ResponseCame came)
    {
        if (came.Response.IsProvisional)
        {
            return null;
        }

        if (came.Response.IsSuccess)
        {
            legs.Retarget(came.Port.Leg, came.Response);
            _offer = came.Response;
        }

        return new LegEvent(new CallInput.JoinAnswered(new ResponseCode(came.Response.StatusCode), CallMedia.IsSession(came.Response), TimeSpan.Zero));
    }

    private LegEvent Promised(IActorRef sender)
    {
        _lender = sender;
        return new LegEvent(new CallInput.LegPromised());
    }

    private LegEvent? Offered(LegOffered offered, IActorRef sender)
    {
        if (state().Transfer?.Phase != TransferPhase.Borrowing)
        {
            sender.Tell(new LegReturned(), self);
            return null;
        }

        (_lender, _way) = (sender, offered.Way);
        targets.Add([offered.Target]);
        legs.Device(new LegId(state().Devices.Length + 1)).Borrow(offered.Way, offered.Offer);
        return new LegEvent(new CallInput.LegLent(offered.Target.Binding, offered.Kind, offered.Number, offered.Home, offered.RelayMedia));
    }

    private LegEvent Wanted(LegWanted wanted)
    {
        _wanted = wanted;
        return new LegEvent(new CallInput.LegTaken());
    }

    private LegEvent? Given(LegGiven given)
    {
        placement.Take(given.Place);
        if (state().Transfer is not { Phase: TransferPhase.Taking } transfer)
        {
            return null;
        }

        legs.Device(transfer.New).Adopt(_way!, given.Dialog);
        legs.Sessions.Adopt(transfer.New, given.Session);
        return new LegEvent(new CallInput.LegGiven(given.Terms));
    }

    private void Acknowledge(LegId leg, ReadOnlyMemory<byte> session)
    {
        if (_asked is not { } asked || legs.NewAck(leg, asked) is not { } ack)
        {
            return;
        }

        ack.Request.Headers.Add(HeaderName.ContentType, "application/sdp");
        ack.Request.Body = session;
        legs.Sessions.Told(leg, ack.Request);
        legs.WayOf(leg).Acknowledge(asked, ack);
        _asked = null;
    }
}
