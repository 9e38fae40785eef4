using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Extensions;

/// <summary>
/// All extensions of a domain. It makes an extension's actor when the number is first spoken to, passes messages on by number,
/// and keeps what each last said of itself for lists. A failing extension is restarted; its bindings come from here.
/// </summary>
public sealed class ExtensionsActor : ReceiveActor
{
    private readonly Dictionary<ExtensionNumber, IActorRef> _actors = [];
    private readonly Dictionary<ExtensionNumber, ExtensionChanged> _known = [];
    private readonly Dictionary<ExtensionNumber, ExtensionProfile> _guests = [];
    private readonly Dictionary<ExtensionNumber, BranchName> _away = [];
    private readonly Dictionary<ExtensionNumber, IActorRef> _watchers = [];
    private readonly IActorRef _store;
    private readonly TimeProvider _clock;
    private readonly ILoggingAdapter _log = Logging.GetLogger(Context.System, "extensions");
    private readonly DomainProfile _domain;
    private readonly ExchangeMetrics? _metrics;

    /// <summary>The extensions of this domain, counted nowhere.</summary>
    public ExtensionsActor(DomainProfile domain, IActorRef store, TimeProvider clock)
        : this(domain, store, clock, null)
    {
    }

    /// <summary>The extensions of this domain.</summary>
    public ExtensionsActor(DomainProfile domain, IActorRef store, TimeProvider clock, ExchangeMetrics? metrics)
    {
        (_domain, _store, _clock, _metrics) = (domain, store, clock, metrics);
        Receive<ExtensionCommand>(Pass);
        Receive<ExtensionChanged>(OnChanged);
        Receive<AdmitGuest>(OnGuest);
        Receive<DismissGuest>(OnDismissed);
        Receive<NumberIsAway>(OnAway);
        Receive<Terminated>(OnEnded);
        Receive<ExtensionRestarted>(message => Sender.Tell(new RestoreBindings(message.Number, _known.GetValueOrDefault(message.Number)?.Bindings ?? [])));
        Receive<BindingsLoaded>(Restore);
        Receive<DomainReloaded>(_ => OnReloaded());
        Receive<ListExtensions>(list => Sender.Tell(new ExtensionList(List(list))));
    }

    private void OnChanged(ExtensionChanged changed)
    {
        _metrics?.BindingsChanged(_known.GetValueOrDefault(changed.Number)?.Bindings.Length ?? 0, changed.Bindings.Length);
        _known[changed.Number] = changed;
        if (_watchers.TryGetValue(changed.Number, out var watcher))
        {
            watcher.Tell(changed);
        }
    }

    private void OnGuest(AdmitGuest guest)
    {
        var number = guest.Profile.Number;
        (_guests[number], _watchers[number]) = (guest.Profile, Sender);
        if (_actors.TryGetValue(number, out var actor))
        {
            actor.Tell(new ChangeProfile(number, guest.Profile));
        }
    }

    private void OnDismissed(DismissGuest dismissed)
    {
        _guests.Remove(dismissed.Number);
        if (_actors.TryGetValue(dismissed.Number, out var actor))
        {
            Dismiss(dismissed.Number, actor);
        }
    }

    private void Dismiss(ExtensionNumber number, IActorRef actor)
    {
        // The number may be there again before its last call is over, or right after.
        Context.Watch(actor);
        actor.Tell(new Retire(number));
    }

    // Who has no actor yet begins with the new profile.
    private void OnReloaded()
    {
        foreach (var (number, actor) in _actors)
        {
            if (Profile(number) is { } profile)
            {
                actor.Tell(new ChangeProfile(number, profile));
            }
            else
            {
                Dismiss(number, actor);
            }
        }
    }

    private void OnEnded(Terminated ended)
    {
        foreach (var (number, actor) in _actors)
        {
            if (actor.Equals(ended.ActorRef))
            {
                _actors.Remove(number);
                if (_known.Remove(number, out var last))
                {
                    _metrics?.BindingsChanged(last.Bindings.Length, 0);
                }

                return;
            }
        }
    }

    private void OnAway(NumberIsAway word)
    {
        _watchers[word.Number] = Sender;
        if (word.At is { } branch)
        {
            _away[word.Number] = branch;
        }
        else
        {
            _away.Remove(word.Number);
        }

        Sender.Tell(_known.GetValueOrDefault(word.Number) ?? new ExtensionChanged(word.Number, [], 0));
    }

    private ExtensionProfile? Profile(ExtensionNumber number) => _domain.Find(number) ?? _guests.GetValueOrDefault(number);

    private void Pass(ExtensionCommand command)
    {
        if (Find(command.Number) is { } extension)
        {
            extension.Forward(command is FindDevices find && _away.TryGetValue(find.Number, out var branch) ? find with { At = branch } : command);
            return;
        }

        switch (command)
        {
            case ReleaseCall when _actors.TryGetValue(command.Number, out var retiring): retiring.Forward(command); break;
            case Page page: Sender.Tell(new PageFailed(page.Call, Unavailability.Unknown)); break;
            case AdmitOutgoing admit: Sender.Tell(new OutgoingRefused(admit.Call)); break;
            case FindDevices find: Sender.Tell(new DevicesFound(find.Number, [])); break;
            case WatchNumber watch: watch.Watcher.Tell(new NumberShown(watch.Number, Domain.Presence.NumberState.Absent)); break;
            case Register register: register.Transaction.Respond(Sip.Messages.SipResponse.For(register.Transaction.Request, 404)); break;
        }
    }

    private IActorRef? Find(ExtensionNumber number)
    {
        if (Profile(number) is not { } profile)
        {
            return null;
        }

        if (!_actors.TryGetValue(number, out var actor))
        {
            actor = Context.ActorOf(Props.CreateBy(new ExtensionProducer(_domain.Name, profile, _store, _clock, _log)), ExtensionPath.NameOf(number));
            _actors[number] = actor;
        }

        return actor;
    }

    private void Restore(BindingsLoaded loaded)
    {
        foreach (var stored in loaded.Numbers)
        {
            Find(stored.Number)?.Tell(new RestoreBindings(stored.Number, stored.Bindings));
        }

        Context.Parent.Tell(new BindingsRestored(_domain.Name));
    }

    private ImmutableArray<ExtensionView> List(ListExtensions list)
    {
        var views = ImmutableArray.CreateBuilder<ExtensionView>();
        foreach (var profile in _domain.Extensions.Concat(_guests.Values))
        {
            if (list.Number is null || list.Number == profile.Number.Value)
            {
                BranchName? at = _away.TryGetValue(profile.Number, out var branch) ? branch : null;
                views.Add(ExtensionView.Of(_domain.Name, profile, _known.GetValueOrDefault(profile.Number), at));
            }
        }

        views.Sort((a, b) => string.CompareOrdinal(a.Number, b.Number));
        return views.ToImmutable();
    }
}
