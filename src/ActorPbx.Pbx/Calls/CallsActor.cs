using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Operations;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// All calls of a domain. A call that fails is stopped, never restarted: its state would be a guess. What it held is released by the call
/// itself on the way out.
/// </summary>
public sealed class CallsActor : ReceiveActor
{
    private readonly CallServices _services;
    private readonly Dictionary<CallId, IActorRef> _calls = [];
    private readonly List<IActorRef> _waitForDrain = [];
    private bool _draining;

    /// <summary>The calls of one domain.</summary>
    public CallsActor(CallServices services)
    {
        _services = services;
        Receive<NewCall>(Begin);
        Receive<SipEvent>(PassOn);
        Receive<Terminated>(OnEnded);
        Receive<HangUpCall>(HangUp);
        Receive<ListCalls>(_ => List());
        Receive<CountCalls>(_ => Sender.Tell(new CallCount(_calls.Count)));
        Receive<Drain>(_ => OnDrain());
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Begin(NewCall call)
    {
        var replaces = call.Invite.Request.Headers.Contains(HeaderName.Replaces);
        if (!replaces && (_draining || _calls.Count >= _services.MaxCalls))
        {
            var busy = SipResponse.For(call.Invite.Request, 503);
            busy.Headers.Add(HeaderName.RetryAfter, "5");
            busy.Headers.Add(HeaderName.Reason, PassedHeaders.Reason(Cause.NoCircuit));
            call.Invite.Respond(busy);
            _services.Metrics?.CallTurnedAway();
            return;
        }

        if (call.Domain.SessionTimers.Refusal(call.Invite.Request) is { } tooSmall)
        {
            // RFC 4028 §9: the caller asks again with a longer interval; that will be the call.
            call.Invite.Respond(tooSmall);
            return;
        }

        if (ReliableRules.Refusal(call.Invite.Request, call.Caller.Reliable) is { } otherwise)
        {
            call.Invite.Respond(otherwise);
            return;
        }

        if (replaces)
        {
            Replace(call);
            return;
        }

        var actor = Context.ActorOf(Props.CreateBy(new CallProducer(call, _services)), call.Id.Value);
        _calls[call.Id] = actor;
        Context.Watch(actor);
        _services.Metrics?.CallBegan();
    }

    // RFC 3891 §3: what it names is a dialogue of a living call of this domain, or nothing.
    private void Replace(NewCall call)
    {
        var replaces = ReplacesHeader.In(call.Invite.Request)!;
        var owner = _services.Dialogs.Find(replaces.ToTag)?.Id ?? new CallId(replaces.CallId);
        if (!_calls.TryGetValue(owner, out var living))
        {
            call.Invite.Respond(SipResponse.For(call.Invite.Request, 481));
            return;
        }

        call.Port.Attach(living);
        living.Tell(new ReplacementCame(call, replaces));
    }

    // Events that came before the call's actor took over its plug.
    private void PassOn(SipEvent sipEvent)
    {
        if (_calls.TryGetValue(sipEvent.Call, out var call))
        {
            call.Tell(sipEvent);
        }
        else
        {
            // The call never began, or is over: what has to be answered is answered there.
            Context.System.DeadLetters.Tell(sipEvent);
        }
    }

    private void OnEnded(Terminated ended)
    {
        if (_calls.Remove(new CallId(ended.ActorRef.Path.Name)))
        {
            _services.Metrics?.CallIsOver();
        }

        TellDrained();
    }

    private void HangUp(HangUpCall command)
    {
        var told = 0;
        foreach (var (id, call) in _calls)
        {
            if (command.Call is null || command.Call == id)
            {
                call.Tell(new ReleaseByOperator());
                told++;
            }
        }

        Sender.Tell(new HangUpDone(told));
    }

    private void List()
    {
        var calls = _calls.Values.ToArray();
        var asker = Sender;
        Context.ActorOf(Props.Create(() => new CallLister(calls, asker)));
    }

    private void OnDrain()
    {
        _draining = true;
        _waitForDrain.Add(Sender);
        TellDrained();
    }

    private void TellDrained()
    {
        if (!_draining || _calls.Count > 0)
        {
            return;
        }

        foreach (var waiting in _waitForDrain)
        {
            waiting.Tell(new Drained());
        }

        _waitForDrain.Clear();
    }
}

/// <summary>How many calls are there? Answered by <see cref="CallCount"/>.</summary>
public sealed record CountCalls;

/// <summary>So many calls.</summary>
public sealed record CallCount(int Calls);
