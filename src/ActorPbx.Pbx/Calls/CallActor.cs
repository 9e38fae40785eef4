using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// One call: a shell around <see cref="CallLogic"/>. Its mailbox is the lock of all its legs; every event becomes an input,
/// every decision is performed here and nowhere else. When it fails it is stopped, and what it held is released on the way out.
/// </summary>
public sealed class CallActor : UntypedActor, IWithTimers
{
    private static readonly object s_widening = new();

    private Queue<LegEvent>? _waiting;
    private readonly NewCall _setup;
    private readonly CallServices _services;
    private readonly CallMedia _media;
    private readonly CallLegs _legs;
    private readonly LegTransfers _transfers;
    private readonly LegLoans _loans;
    private readonly ReturningPhones _returning;
    private readonly LegEvents _events;
    private readonly CallPlacement _placement;
    private readonly CallTargets _targets;
    private readonly LegNewcomer _newcomer;
    private CallState _state = null!;
    private SipMessage? _cause;

    /// <summary>A call that begins with its caller's INVITE.</summary>
    public CallActor(NewCall setup, CallServices services)
    {
        (_setup, _services) = (setup, services);
        Func<CallState> state = () => _state;
        _media = new CallMedia(setup.Id, services.Media, Self);
        _legs = new CallLegs(setup, services, _media, new LegWays(setup, services), state, Self);
        _targets = new CallTargets(setup, services, _legs, Self);
        _transfers = new LegTransfers(_legs, _media, new TransferRights(setup, _targets, services.Routing));
        _legs.Exchanges.Referred = _transfers.Accepted;
        _placement = new CallPlacement(setup, services, Self);
        _loans = new LegLoans(setup, services, _legs, _targets, _placement, state, Self);
        _returning = new ReturningPhones(setup, services, _legs, this, Self);
        _events = new LegEvents(_legs, _transfers, _loans, _returning, services.Routing);
        _newcomer = new LegNewcomer(setup, services, _legs, _targets, _placement.Numbers, state);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var parties = _setup.Parties(_services.Node, _services.Routing.Branch?.Self.Value ?? "", _services.Routing.HomeOf(_setup.Called));
        _setup.Port.Attach(Self);
        _services.Log.Info("Call {0}: {1} calls {2}@{3}", _setup.Id, parties.Caller, parties.Called, parties.Domain);
        var policy = new CallPolicy(_setup.Caller.NoAnswer, _setup.Domain.MaxDuration);
        Perform(CallLogic.Begin(_setup.Id, parties, policy, Now));
        _services.Store.Tell(CallNote.Of(_state));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        if (_state is { Phase: not CallPhase.Ended })
        {
            // The actor failed or was stopped from above: nothing that it held stays behind.
            _services.Log.Warning("Call {0}: broke off", _setup.Id);
            _placement.Release();
            Take(new CallInput.Broken());
            Take(new CallInput.CallerUnacknowledged());
            Take(new CallInput.RelayEnded([]));
            Take(new CallInput.RecordsSettled());
        }

        _returning.Close();
        _legs.Close();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Paged paged: OnFound([.. paged.Devices.Select(device => new LegTarget.Phone(device))], paged.NoAnswer, paged.RelayMedia, PartyKind.Phone); break;
            case TargetsFound found: OnFound(found.Targets, found.NoAnswer, found.RelayMedia, found.Kind); break;
            case RelayOpened opened: OnRelayOpened(opened); break;
            case RelaySilent when _media.IsHeld: break;
            case RelayRefused refused: OnRelayRefused(refused); break;
            case CallNotStored refused: OnNotStored(refused); break;
            case DeviceResolved resolved: Hear(_targets.Invite(resolved.Leg, resolved.Target, _state)); break;
            case DescribeCall: Sender.Tell(CallView.Of(_state)); break;
            case DeviceMoved moved: Rebinding.Follow(_setup, _legs, _targets, moved); break;
            case NumberRegistered registered: _returning.Hear(registered); break;
            case DevicesFound found: _returning.Hear(found); break;
            case TwinCame came: _legs.Caller.MoveTo(came.Twin); break;
            case LegAsked or LegPromised or LegOffered or LegRefused or LegWanted or LegReturned or LegGiven: Take(_loans.Of(message, Sender)); break;
            case ReplacementCame or JoinAdmitted or JoinRefused: Take(_newcomer.Of(message)); break;
            case SipEvent heard when _newcomer.Hears(heard): Take(_newcomer.Of(heard)); break;
            case SipEvent heard: Take(_events.Of(heard)); break;
            case var plain when CallInputs.Of(plain) is { } input: Take(input); break;
            default: Unhandled(message); break;
        }
    }

    private DateTimeOffset Now => _services.Clock.GetUtcNow();

    private bool IsPaging => _state.Phase == CallPhase.Paging || _state.Transfer?.Phase == TransferPhase.Paging;

    private void OnFound(ImmutableArray<LegTarget> targets, TimeSpan noAnswer, bool relayMedia, PartyKind kind)
    {
        if (!IsPaging || !SipsRule.Leaves(_setup.Invite.Request, ref targets, Self))
        {
            return;
        }

        _targets.Add(targets);
        Take(new CallInput.CalleePaged([.. targets.Select(target => target.Binding)], noAnswer, relayMedia || RelayChoice.IsNeeded(_setup, _services, targets), kind));
    }

    private void OnRelayOpened(RelayOpened opened)
    {
        if (_state.Relay is RelayPhase.Opening or RelayPhase.Open)
        {
            _media.Opened(opened.Streams);
        }

        Take(new CallInput.RelayReady());
        GoOn();
    }

    private void OnRelayRefused(RelayRefused refused)
    {
        _services.Log.Warning("Call {0}: no media relay: {1}", _setup.Id, refused.Reason);
        _media.Full();
        Take(new CallInput.RelayFailed());
        GoOn();
    }

    private void OnNotStored(CallNotStored refused)
    {
        _services.Log.Error("Call {0}: its records are not on disk: {1}", _setup.Id, refused.Reason);
        Take(new CallInput.RecordsSettled());
    }

    // What adds a stream to a relayed call waits until the relay has ports for it, and what comes after waits with it.
    private void Take(LegEvent? heard)
    {
        if (heard is not { } leg)
        {
            return;
        }

        if (_waiting is not null || (leg.Cause is { } said && _media.Widen(said)))
        {
            (_waiting ??= []).Enqueue(leg);
            Timers.StartSingleTimer(s_widening, new RelayRefused(default, "no answer"), CallLogic.InnerDeadline);
            return;
        }

        Take(leg.Input, leg.Cause);
    }

    private void GoOn()
    {
        Timers.Cancel(s_widening);
        var held = _waiting;
        _waiting = null;
        foreach (var next in held ?? [])
        {
            Take(next);
        }
    }

    private void Take(CallInput input, SipMessage? cause = null)
    {
        _cause = cause;
        Perform(CallLogic.Decide(_state, input, Now));
        _cause = null;
        while (_legs.Sessions.Next() is { } agreed)
        {
            Perform(CallLogic.Decide(_state, agreed, Now));
        }
    }

    private void Perform(CallDecision decision)
    {
        _state = decision.State;
        foreach (var effect in decision.Effects)
        {
            Perform(effect);
        }
    }

    private void Perform(CallEffect effect)
    {
        switch (effect)
        {
            case CallEffect.AdmitCaller: _placement.AdmitCaller(); break;
            case CallEffect.PageCallee: _placement.PageCallee(); break;
            case CallEffect.PageFallBack: _placement.PageFallBack(); break;
            case CallEffect.OpenRelay: Hear(_legs.OpenRelay(_targets.Of(_state.Transfer?.New ?? _state.LegsOf(_state.Steps.Length)[0].Id)) ? null : new CallInput.OfferUnreadable()); break;
            case CallEffect.InviteDevice invite: Hear(_targets.Invite(invite.Leg, _state)); break;
            case CallEffect.RingCaller ring: _legs.Ring(ring.From, ring.Code, ring.Session, (SipResponse)_cause!); break;
            case CallEffect.AnswerCaller answer: Answer(answer); break;
            case CallEffect.ConfirmDevice confirm: _legs.Confirm(confirm.Leg, (SipRequest)_cause!); break;
            case CallEffect.OfferChange offer: _legs.Sessions.OfferChange(offer.To); break;
            case CallEffect.RefuseCaller refuse: _legs.Caller.Refuse(refuse.Code, refuse.Cause); break;
            case CallEffect.AcknowledgeDevice acknowledge: _legs.Acknowledge(acknowledge.Leg, _cause as SipRequest); break;
            case CallEffect.CancelDevice cancel: CancelDevice(cancel); break;
            case CallEffect.HangUp hangUp: _legs.HangUp(hangUp.Leg, hangUp.Cause); break;
            case CallEffect.ForwardRequest forward: _legs.Exchanges.Forward(forward.Exchange, forward.To, forward.Method); break;
            case CallEffect.ForwardAnswer answer: _legs.Exchanges.ForwardAnswer(answer.Exchange, answer.Code, _cause as SipResponse); break;
            case CallEffect.AnswerRequest answer: _legs.Exchanges.Reply(answer.Exchange, answer.Code); break;
            case CallEffect.ForwardAck ack: _legs.Exchanges.ForwardAck(ack.Exchange); break;
            case CallEffect.CancelRequest cancel: _legs.Exchanges.CancelPassed(cancel.Exchange); break;
            case CallEffect.RefreshSession refresh: _legs.Sessions.Refresh(refresh.Leg, refresh.Method); break;
            case CallEffect.StartTimer start: Timers.StartSingleTimer(CallTimers.Key(start.Timer), CallTimers.Elapsed(start.Timer), start.After); break;
            case CallEffect.StopTimer stop: Timers.Cancel(CallTimers.Key(stop.Timer)); break;
            case CallEffect.CloseRelay: _media.Close(); break;
            case CallEffect.StoreRecords store: CallClosing.Close(_state, store, _services); break;
            case CallEffect.ShowStage show: _placement.Numbers.Advance(show.Stage); break;
            case CallEffect.ReleaseNumbers: _placement.Release(); break;
            case CallEffect.EndCall: End(); break;
            default: SendOn(effect); break;
        }
    }

    // Redirections and transfers.
    private void SendOn(CallEffect effect)
    {
        switch (effect)
        {
            case CallEffect.AdmitDiversion diversion: _placement.SendOn(diversion.By, diversion.To, diversion.Device); break;
            case CallEffect.TellCallerForwarded forwarded: _legs.Caller.Ring(forwarded.From, ResponseCode.Forwarded, _ => { }); break;
            case CallEffect.AdmitTransfer transfer: _placement.Transfer(_state.KindOf(transfer.By), transfer.Number, transfer.To, transfer.Device); break;
            case CallEffect.ReleaseTransfer: _placement.GiveUp(); break;
            case CallEffect.LetGo let: _placement.LetGo(_loans.TargetOf(let.Leg), let.Number); break;
            case CallEffect.ReportTransfer report: _transfers.Report(report.To, report.Code, report.IsLast); break;
            case CallEffect.OfferJoin join: Hear(_transfers.Offer(join.To, join.From)); break;
            case CallEffect.RestoreSession: _transfers.Restore(); break;
            case CallEffect.SeatNewcomer seat: _newcomer.Seat(seat.Leg); break;
            case CallEffect.RefuseNewcomer refuse: _newcomer.Refuse(refuse.Code); break;
            case CallEffect.AnswerNewcomer answer: _newcomer.Answer(answer.Leg, _transfers.Join(answer.Leg, (SipResponse)_cause!)); break;
            case CallEffect.AnswerCallerAhead ahead: _legs.AnswerAhead(ahead.Leg); break;
            case CallEffect.LeaveReplaced left: _placement.Numbers.LeaveReplaced(left.By, left.Number); break;
            case CallEffect.WantLeg want: _loans.Want(want.Dialog, want.Number); break;
            case CallEffect.TakeLeg take: _loans.Take(take.Leg, _transfers.Join(take.Leg, (SipResponse)_cause!)); break;
            case CallEffect.ReturnLeg: _loans.Return(); break;
            case CallEffect.AdmitGiven given: _placement.Numbers.AdmitGiven(given.Number); break;
            case CallEffect.AskOffer ask: _loans.AskOffer(ask.Leg); break;
            case CallEffect.PromiseLeg: _loans.Promise(); break;
            case CallEffect.LendLeg lend: _loans.Lend(lend.Leg); break;
            case CallEffect.RefuseLeg refuse: _loans.Refuse(refuse.Code); break;
            case CallEffect.GiveLeg give: _loans.Give(give.Leg, give.Terms); break;
            case CallEffect.SettleLeg settle: _loans.Settle(settle.Leg); break;
            case CallEffect.AcknowledgeJoined joined: _transfers.Acknowledge(joined.Leg, (SipResponse)_cause!); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect, "An effect that the call cannot perform.");
        }
    }

    private void End()
    {
        _legs.Close();
        Context.Stop(Self);
    }

    // What became of an effect while it was performed is the next input, after all effects of this one.
    private void Hear(CallInput? input)
    {
        if (input is not null)
        {
            Self.Tell(input);
        }
    }

    private void Answer(CallEffect.AnswerCaller answer)
    {
        _services.Log.Info("Call {0}: answered by {1}", _setup.Id, _targets.Of(answer.From).Binding.Contact);
        _legs.Answer(answer.From, answer.Session);
    }

    private void CancelDevice(CallEffect.CancelDevice cancel)
    {
        var device = _legs.Device(cancel.Leg);
        device.Cancel(cancel.CompletedElsewhere ? "SIP;cause=200;text=\"Call completed elsewhere\"" : PassedHeaders.Reason(_state.Release?.Cause ?? Cause.NormalClearing));
        if (device.CancelledBeforeInvite || _returning.GiveUp(cancel.Leg))
        {
            Self.Tell(new CallInput.DeviceUnreachable(cancel.Leg));
        }
    }
}
