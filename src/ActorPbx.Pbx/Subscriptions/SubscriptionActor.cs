using ActorPbx.Domain.Subscriptions;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>
/// One subscription: a shell around <see cref="SubscriptionLogic"/>. It dies with its last NOTIFY, with a NOTIFY that is not taken, or with a fault;
/// its phone then gets 481 when it refreshes, and subscribes anew.
/// </summary>
internal sealed class SubscriptionActor : UntypedActor, IWithTimers
{
    // RFC 6665 §4.1.3: the subscriber is to try again at once.
    private const string Deactivated = "deactivated";
    private readonly OpenSubscription _open;
    private readonly SubscriptionParts _parts;
    private WatchedState _state;
    private SubscriptionDialog? _dialog;
    private Subscription? _subscription;

    /// <summary>A subscription that begins.</summary>
    public SubscriptionActor(OpenSubscription open, SubscriptionParts parts, WatchedState state) => (_open, _parts, _state) = (open, parts, state);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _parts.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _dialog = new SubscriptionDialog(_open, _parts, Self);
        _parts.Dialogs.AddSubscription(_dialog.Tag, Self);
        var request = _open.Asked.Transaction.Request;
        Perform(SubscriptionLogic.Begin(_parts.Domain.Subscriptions, _open.Package.Rate, request.Expires, Now), _open.Asked.Transaction);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        if (_dialog is null)
        {
            return;
        }

        _parts.Dialogs.RemoveSubscription(_dialog.Tag);
        if (_subscription is { Phase: SubscriptionPhase.Active or SubscriptionPhase.Ending })
        {
            _dialog.Notify(SubscriptionStateHeader.Terminated(Deactivated), _state);
        }
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StateShown shown: OnShown(shown.State); break;
            case SubscribeCame came when _dialog!.Accept(came.Transaction):
                Take(new SubscriptionInput.Subscribed(came.Transaction.Request.Expires), came.Transaction);
                break;
            case SubscribeCame: break;
            case DropSubscription: Drop(); break;
            case SubscriptionInput input: Take(input); break;
            default: Unhandled(message); break;
        }
    }

    private void OnShown(WatchedState state)
    {
        var wasKnown = _state.IsKnown;
        _state = state;
        if (wasKnown != state.IsKnown || _dialog!.IsNews(state))
        {
            Take(new SubscriptionInput.StateChanged());
        }
    }

    private void Drop()
    {
        _subscription = null;
        Context.Stop(Self);
    }

    private void Take(SubscriptionInput input, ServerTransaction? asked = null) => Perform(SubscriptionLogic.Decide(_subscription!, input, Now), asked);

    private void Perform(SubscriptionDecision decision, ServerTransaction? asked)
    {
        _subscription = decision.Next;
        foreach (var effect in decision.Effects)
        {
            Perform(effect, asked);
        }
    }

    private void Perform(SubscriptionEffect effect, ServerTransaction? asked)
    {
        switch (effect)
        {
            case SubscriptionEffect.Grant grant: _dialog!.Grant(asked!, grant.Expires); break;
            case SubscriptionEffect.RefuseBrief brief: asked!.Respond(SubscribeCheck.TooBrief(asked.Request, brief.MinExpiry)); break;
            case SubscriptionEffect.RefuseLate: asked!.Respond(SipResponse.For(asked.Request, 481)); break;
            case SubscriptionEffect.Notify notify: Notify(notify.Left); break;
            case SubscriptionEffect.NotifyEnd end: _dialog!.Notify(SubscriptionStateHeader.Terminated(end.Reason), _state); break;
            case SubscriptionEffect.Wake wake: Wake(wake.At - Now); break;
            case SubscriptionEffect.End: Context.Stop(Self); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect), effect, "An effect that the subscription cannot perform.");
        }
    }

    // RFC 6665 §4.1.3: while it is not sure that the subscriber may see the number it waits, and is told nothing of it.
    private void Notify(TimeSpan left) =>
        _dialog!.Notify(_state.IsKnown ? SubscriptionStateHeader.Active(left) : SubscriptionStateHeader.Pending(left), _state);

    private void Wake(TimeSpan wait) =>
        Timers.StartSingleTimer(nameof(Wake), new SubscriptionInput.Woken(), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
}
