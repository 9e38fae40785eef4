using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Extensions;

/// <summary>
/// One extension: the devices that registered for its number and the calls that it has. A shell around
/// <see cref="RegistrationLogic"/> and <see cref="CallLimits"/>; it lives as long as its domain and rebuilds its bindings from the store.
/// </summary>
public sealed class ExtensionActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan StoreDeadline = TimeSpan.FromSeconds(5);
    private readonly DomainName _domain;
    private readonly IActorRef _store;
    private readonly TimeProvider _clock;
    private readonly ILoggingAdapter _log;
    private readonly PendingRegisters _pending = new();
    private readonly DeviceFlows _flows = new();
    private readonly NumberWatch _watch;
    private readonly DeviceMoves _moves = new();
    private ExtensionProfile _profile;
    private ImmutableArray<Binding> _bindings = [];
    private ExtensionChanged? _idle;
    private NumberCalls _calls = new();
    private PlacesTaken _elsewhere;
    private bool _isRetiring;
    private long _version;

    /// <summary>An extension without bindings yet.</summary>
    public ExtensionActor(DomainName domain, ExtensionProfile profile, IActorRef store, TimeProvider clock, ILoggingAdapter log) =>
        (_domain, _profile, _store, _clock, _log, _watch) = (domain, profile, store, clock, log, new NumberWatch(profile.Number));

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private CallLimits Limits => _profile.Class.Limits.Beside(_elsewhere);

    private DateTimeOffset Now => _clock.GetUtcNow();

    private bool IsReachable => !_bindings.IsEmpty || _profile.Class.StaticContact.Length > 0;

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Register register: OnRegister(register.Transaction, register.Gruus); break;
            case AdmitOutgoing admit: OnAdmitOutgoing(admit); break;
            case Page page: OnPage(page); break;
            case ReleaseCall release: Release(release.Call); break;
            case Terminated terminated: Release(new CallId(terminated.ActorRef.Path.Name)); break;
            case BindingsStored stored: AnswerPending(stored.Version); break;
            case BindingsNotStored refused: OnNotStored(refused); break;
            case StoreOverdue overdue: OnNotStored(new BindingsNotStored(_domain, _profile.Number, overdue.Version, "the store does not answer")); break;
            case ExpireBindings: OnExpiry(); break;
            case RestoreBindings restore:
                SetBindings(RegistrationLogic.Living(restore.Bindings, Now));
                TellRegistered();
                break;
            default: OnWord(message); break;
        }
    }

    // What is said of a number that is watched, or roams.
    private void OnWord(object message)
    {
        switch (message)
        {
            case FindDevices find: Sender.Tell(new DevicesFound(_profile.Number, _flows.Devices(RegistrationLogic.Living(_bindings, Now), _profile, find.Wanted)) { At = find.At }); break;
            case OweGoodbye goodbye: _moves.Owe(goodbye); break;
            case JoinCall join: OnJoin(join); break;
            case var word when _watch.Hears(word, _calls, IsReachable): break;
            case ChangeProfile change: (_profile, _isRetiring) = (change.Profile, false); break;
            case CountElsewhere elsewhere: _elsewhere = new(elsewhere.Outgoing, elsewhere.Incoming); break;
            case EndRegistration end: EndRegistration(end.Until); break;
            case Retire:
                _isRetiring = true;
                EndRegistration(DateTimeOffset.MaxValue);
                TellParent();
                break;
            default: Unhandled(message); break;
        }
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        // Who watches goes on watching the actor that comes after this one.
        _watch.Repeat(Self);
        base.PreRestart(reason, message);
    }

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Context.Parent.Tell(new ExtensionRestarted(_profile.Number));
    }

    private void OnRegister(ServerTransaction transaction, TempGruus? gruus)
    {
        var request = transaction.Request;
        if (OutboundRules.Refusal(request) is not null || RegisterReader.Decide(_bindings, request, transaction.Flow, _profile.Class.Registration, Now) is not { } decision)
        {
            transaction.Respond(OutboundRules.Refusal(request) ?? SipResponse.For(request, 400, "Bad Contact"));
            return;
        }

        if (decision is not RegistrationDecision.Accepted accepted)
        {
            transaction.Respond(RegisterResponses.Refusal(request, decision));
            return;
        }

        if (!accepted.Changed)
        {
            transaction.Respond(RegisterResponses.Ok(request, accepted.Bindings, Now, gruus));
            return;
        }

        // The 200 waits for the commit: what a device was told outlives the process.
        _moves.Tell(_flows.Remember(accepted.Bindings, request.CallId, transaction.Flow), _calls);
        SetBindings(accepted.Bindings);
        _version++;
        _pending.Add(transaction, _version, gruus);
        _store.Tell(new StoreBindings(_domain, _profile.Number, accepted.Bindings, _version));
        Timers.StartSingleTimer(StoreOverdue.Key, new StoreOverdue(_version), StoreDeadline);
    }

    private void OnAdmitOutgoing(AdmitOutgoing message)
    {
        // What sends a call on keeps what it has of it if it may not.
        if (!Limits.AllowOutgoing(message.InPlace ? _calls.CountBeside(message.Call) : _calls.Count))
        {
            Sender.Tell(new OutgoingRefused(message.Call));
            return;
        }

        if (message.InPlace)
        {
            _calls.TakeOver(message.Call, Sender);
        }
        else
        {
            _calls.TakeOutgoing(message.Call, Sender);
            _calls.Show(message.Call, isCaller: true, message.Called);
        }

        OnTaken();
        Sender.Tell(new OutgoingAdmitted(message.Call, _profile.Class.RelayMedia));
    }

    private void OnPage(Page message)
    {
        var devices = _flows.Devices(RegistrationLogic.Living(_bindings, Now), _profile, message.Wanted);
        if (devices.IsEmpty)
        {
            Sender.Tell(new PageFailed(message.Call, Unavailability.Unregistered));
        }
        else if (Limits.AllowIncoming(_calls.Count))
        {
            _calls.TakeIncoming(message.Call, Sender);
            _calls.Show(message.Call, isCaller: false, message.Caller);
            OnTaken();
            Sender.Tell(new Paged(message.Call, devices, _profile.Class.NoAnswer, _profile.Class.RelayMedia));
        }
        else
        {
            Sender.Tell(new PageFailed(message.Call, Unavailability.Busy));
        }
    }

    private void OnJoin(JoinCall join)
    {
        if (join.Asks && !Limits.AllowIncoming(_calls.Count))
        {
            Sender.Tell(new JoinRefused(join.Call));
            return;
        }

        _calls.TakeIncoming(join.Call, Sender);
        _calls.Show(join.Call, isCaller: false, join.Remote, DialogStage.Confirmed);
        OnTaken();
        if (join.Asks)
        {
            Sender.Tell(new JoinAdmitted(join.Call));
        }
    }

    private void OnTaken()
    {
        Context.Watch(Sender);
        TellParent();
    }

    private void Release(CallId call)
    {
        if (_calls.Release(call))
        {
            TellParent();
        }
    }

    private void EndRegistration(DateTimeOffset until)
    {
        var left = _bindings.RemoveAll(binding => binding.RegisteredAt <= until);
        if (left.Length != _bindings.Length)
        {
            _log.Info("Extension {0}@{1}: {2} binding(s) ended, for the number is elsewhere", _profile.Number, _domain, _bindings.Length - left.Length);
            SetBindings(left);
            _store.Tell(new StoreBindings(_domain, _profile.Number, left, ++_version));
        }
    }

    private void SetBindings(ImmutableArray<Binding> bindings)
    {
        _bindings = bindings;
        ScheduleExpiry();
        TellParent();
    }

    private void ScheduleExpiry()
    {
        if (_bindings.IsEmpty)
        {
            Timers.Cancel(ExpireBindings.Instance);
            return;
        }

        var wait = RegistrationLogic.NextExpiry(_bindings) - Now;
        Timers.StartSingleTimer(ExpireBindings.Instance, ExpireBindings.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
    }

    private void OnExpiry()
    {
        var living = RegistrationLogic.Living(_bindings, Now);
        if (living.Length != _bindings.Length)
        {
            _log.Info("Extension {0}@{1}: {2} binding(s) expired", _profile.Number, _domain, _bindings.Length - living.Length);
        }

        SetBindings(living);
    }

    private void OnNotStored(BindingsNotStored message)
    {
        // A registrar that forgets beats one that refuses: the binding holds in memory, and the log says that a restart would lose it.
        _log.Warning("Extension {0}@{1}: bindings are not on disk: {2}", _profile.Number, _domain, message.Reason);
        AnswerPending(message.Version);
    }

    private void AnswerPending(long version)
    {
        if (_pending.Answer(version, _bindings, Now))
        {
            Timers.Cancel(StoreOverdue.Key);
        }

        TellRegistered();
    }

    private void TellRegistered()
    {
        if (!_bindings.IsEmpty)
        {
            _watch.Registered();
        }
    }

    private void TellParent()
    {
        var count = _calls.Count;
        Context.Parent.Tell(ExtensionChanged.Of(_profile.Number, _bindings, count, ref _idle));
        _watch.Tell(_calls, IsReachable);
        if (_isRetiring && count.Total == 0)
        {
            Context.Stop(Self);
        }
    }

    private sealed record StoreOverdue(long Version)
    {
        public static readonly string Key = "store";
    }

    private sealed class ExpireBindings
    {
        public static readonly ExpireBindings Instance = new();
    }
}
