using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Media.Settings;
using ActorPbx.Pbx.Media;
using ActorPbx.Rtp.Relay;
using RelayPorts = ActorPbx.Domain.Media.RelayPorts;
using RelaySide = ActorPbx.Domain.Media.RelaySide;

namespace ActorPbx.Media.Gateway;

/// <summary>The media gateway inside a node, at /user/media: opens, aims and closes relays for calls. The packets flow in the engine, never through here.</summary>
/// <remarks>A relay belongs to whoever opened it and dies with it, so a call that fails leaves no port behind.</remarks>
public sealed class MediaGatewayActor : ReceiveActor
{
    /// <summary>Most media streams in one call.</summary>
    private const int LargestStreamCount = 16;

    private readonly MediaSettings _settings;
    private readonly RelayAddresses _addresses;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<RelayId, OwnedRelay> _relays = [];
    private readonly Dictionary<IActorRef, HashSet<RelayId>> _owners = [];
    private RelayEngine _engine = null!;

    /// <param name="settings">Ports, limits and addresses.</param>
    public MediaGatewayActor(MediaSettings settings)
    {
        _settings = settings;
        _addresses = new RelayAddresses(settings.Addresses);
        Receive<OpenRelay>(Open);
        Receive<WidenRelay>(Widen);
        Receive<AimRelay>(Aim);
        Receive<CloseRelay>(Close);
        Receive<Terminated>(dead => CloseAllOf(dead.ActorRef));
        Receive<SilenceNoticed>(ReportSilence);
        Receive<EngineFault>(fault => _log.Error(fault.Cause, "the media relay stumbled and goes on"));
    }

    /// <summary>The props of a node's gateway.</summary>
    public static Props For(MediaSettings settings) => Props.Create(() => new MediaGatewayActor(settings));

    protected override void PreStart()
    {
        var self = Self;
        _engine = new RelayEngine(
            new RelayEngineOptions
            {
                FirstPort = _settings.PortMin,
                LastPort = _settings.PortMax,
                LearningWindow = _settings.LearningWindow,
                SilenceTimeout = _settings.SilenceTimeout,
                Dscp = _settings.Dscp,
            },
            (relay, silence) => self.Tell(new SilenceNoticed((RelayId)relay.Owner!, silence)),
            fault => self.Tell(new EngineFault(fault)));
    }

    protected override void PostStop() => _engine.Dispose();

    private void Open(OpenRelay command)
    {
        if (Sender.IsNobody() || Equals(Sender, Context.System.DeadLetters))
        {
            _log.Warning("nobody to own relay {0} of call {1}; not opened", command.Relay.Value, command.Call.Value);
            return;
        }
        var refusal = TryOpen(command, out var relay);
        if (relay is null)
        {
            _log.Warning("call {0}: no media relay: {1}", command.Call.Value, refusal);
            Sender.Tell(new RelayRefused(command.Relay, refusal));
            return;
        }
        Own(command.Relay, relay);
        Sender.Tell(Opened(command.Relay, relay));
    }

    private void Widen(WidenRelay command)
    {
        var reason = "it is not open";
        if (!_relays.TryGetValue(command.Relay, out var owned) || !TryWiden(command, owned.Relay, out reason))
        {
            _log.Warning("relay {0} has no room for {1} streams: {2}", command.Relay.Value, command.Streams, reason);
            Sender.Tell(new RelayRefused(command.Relay, reason));
            return;
        }
        Sender.Tell(Opened(command.Relay, owned.Relay));
    }

    private bool TryWiden(WidenRelay command, MediaRelay relay, out string reason)
    {
        reason = $"a relay has at most {LargestStreamCount} streams, not {command.Streams}";
        return command.Streams <= LargestStreamCount
            && _addresses.Local(command.CallerSideAddress, out reason) is { } callerSide
            && _addresses.Local(command.CalledSideAddress, out reason) is { } calledSide
            && _engine.TryWiden(relay, command.Streams, callerSide, calledSide, out reason);
    }

    private static RelayOpened Opened(RelayId id, MediaRelay relay) =>
        new(id, [.. relay.Ports.Select(ports => new RelayPorts(RelayAddresses.Text(ports.Caller), RelayAddresses.Text(ports.Called)))]);

    private string TryOpen(OpenRelay command, out MediaRelay? relay)
    {
        relay = null;
        if (_relays.ContainsKey(command.Relay))
            return $"relay {command.Relay.Value} is open already";
        if (command.Streams is < 1 or > LargestStreamCount)
            return $"a relay has 1 to {LargestStreamCount} streams, not {command.Streams}";
        if (_addresses.Local(command.CallerSideAddress, out var reason) is not { } callerSide
            || _addresses.Local(command.CalledSideAddress, out reason) is not { } calledSide)
            return reason;
        _engine.TryOpen(command.Relay, command.Streams, callerSide, calledSide, out relay, out reason);
        return reason;
    }

    private void Aim(AimRelay command)
    {
        if (!_relays.TryGetValue(command.Relay, out var owned) || command.Stream < 0 || command.Stream >= owned.Relay.Ports.Length)
        {
            _log.Warning("there is no stream {0} of relay {1} to aim", command.Stream, command.Relay.Value);
            return;
        }
        owned.Relay.Aim(
            command.Side == RelaySide.Caller ? Rtp.Relay.RelaySide.Caller : Rtp.Relay.RelaySide.Called,
            command.Stream,
            RelayAddresses.Remote(command.Rtp),
            RelayAddresses.Remote(command.Rtcp),
            command.Reset,
            command.Fax ? StreamKind.Udptl : StreamKind.Rtp);
    }

    private void Close(CloseRelay command)
    {
        if (!_relays.Remove(command.Relay, out var owned))
        {
            Sender.Tell(new RelayClosed(command.Relay, []));
            return;
        }
        Disown(command.Relay, owned.Owner);
        owned.Relay.CloseAsync().PipeTo(Sender, Self, counters => new RelayClosed(command.Relay, [.. counters.Select(Counters)]));
    }

    private void Own(RelayId id, MediaRelay relay)
    {
        _relays.Add(id, new OwnedRelay(relay, Sender));
        if (!_owners.TryGetValue(Sender, out var owned))
        {
            _owners.Add(Sender, owned = []);
            Context.Watch(Sender);
        }
        owned.Add(id);
    }

    private void Disown(RelayId id, IActorRef owner)
    {
        if (!_owners.TryGetValue(owner, out var owned))
            return;
        owned.Remove(id);
        if (owned.Count > 0)
            return;
        _owners.Remove(owner);
        Context.Unwatch(owner);
    }

    private void CloseAllOf(IActorRef owner)
    {
        if (!_owners.Remove(owner, out var owned))
            return;
        foreach (var id in owned)
        {
            _log.Warning("relay {0} closed: its call is gone", id.Value);
            if (_relays.Remove(id, out var relay))
                _ = relay.Relay.CloseAsync();
        }
    }

    private void ReportSilence(SilenceNoticed noticed)
    {
        if (_relays.TryGetValue(noticed.Relay, out var owned))
            owned.Owner.Tell(new RelaySilent(noticed.Relay, noticed.Silence));
    }

    private static StreamCounters Counters(RelayCounters counters) => new(
        counters.Stream,
        counters.From == Rtp.Relay.RelaySide.Caller ? RelaySide.Caller : RelaySide.Called,
        counters.Packets,
        counters.Bytes,
        counters.Lost,
        counters.JitterMilliseconds,
        counters.Rejected);

    private sealed record OwnedRelay(MediaRelay Relay, IActorRef Owner);

    private sealed record SilenceNoticed(RelayId Relay, TimeSpan Silence);

    private sealed record EngineFault(Exception Cause);
}
