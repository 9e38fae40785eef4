using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>Runs one call against a clock of its own and keeps count of everything that it asked for.</summary>
internal sealed class CallWorld
{
    private readonly List<CallEffect> _all = [];
    private readonly List<CallInput> _given = [];

    public CallWorld(bool lateOffer = false, PartyKind caller = PartyKind.Phone, bool reliable = false)
        : this(new CallParties(new DomainName("pbx.test"), "node", "100", "101", "192.0.2.1:5060", lateOffer, caller, "corr", "berlin", Reliable: reliable))
    {
    }

    public CallWorld(CallParties parties)
    {
        var policy = new CallPolicy(TimeSpan.FromSeconds(60), TimeSpan.FromHours(4));
        Take(CallLogic.Begin(new CallId("c1"), parties, policy, Now));
    }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public CallState State { get; private set; } = null!;

    public IReadOnlyList<CallEffect> Last { get; private set; } = [];

    public IReadOnlyList<CallEffect> All => _all;

    public HashSet<CallTimer> Timers { get; } = [];

    public CallRecord[] Records => [.. _all.OfType<CallEffect.StoreRecords>().SelectMany(effect => effect.Records)];

    public CallWorld Give(CallInput input, double afterSeconds = 0.1)
    {
        _given.Add(input);
        Now += TimeSpan.FromSeconds(afterSeconds);
        if (input is CallInput.TimerElapsed elapsed)
        {
            Timers.Remove(elapsed.Timer);
        }

        Take(CallLogic.Decide(State, input, Now));
        return this;
    }

    /// <summary>The call waits for what a link leads to.</summary>
    public CallWorld OfferedToLink()
    {
        Give(new CallInput.CallerAdmitted(false));
        return Give(new CallInput.CalleePaged([Device(1)], TimeSpan.FromSeconds(180), RelayMedia: false, PartyKind.Link));
    }

    public CallWorld Offered(int devices = 1, bool relay = false)
    {
        Give(new CallInput.CallerAdmitted(relay));
        Give(new CallInput.CalleePaged([.. Enumerable.Range(1, devices).Select(Device)], TimeSpan.FromSeconds(60), RelayMedia: false));
        return relay ? Give(new CallInput.RelayReady()) : this;
    }

    public CallWorld Talking(int devices = 1, bool relay = false) =>
        Offered(devices, relay).Give(new CallInput.DeviceAnswered(new LegId(1))).Give(new CallInput.CallerAcknowledged());

    public CallWorld Settled() => Give(new CallInput.RecordsSettled());

    public int Count<T>()
        where T : CallEffect => _all.OfType<T>().Count();

    public int Given<T>()
        where T : CallInput => _given.OfType<T>().Count();

    public T Only<T>()
        where T : CallEffect => _all.OfType<T>().ShouldHaveSingleItem();

    public static Binding Device(int index) => new(
        $"sip:101@192.0.2.{index}:5060", "", "reg", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue,
        "udp", new TransportAddress($"192.0.2.{index}", 5060), BehindNat: false, Connection: 0, UserAgent: "");

    private void Take(CallDecision decision)
    {
        State = decision.State;
        Last = decision.Effects;
        _all.AddRange(decision.Effects);
        WhoHearsOfTheEndFindsItsPlaceFree(decision.Effects);
        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case CallEffect.StartTimer start: Timers.Add(start.Timer); break;
                case CallEffect.StopTimer stop: Timers.Remove(stop.Timer); break;
            }
        }
    }

    private static void WhoHearsOfTheEndFindsItsPlaceFree(IReadOnlyList<CallEffect> effects)
    {
        static bool Frees(CallEffect effect) => effect is CallEffect.ReleaseNumbers or CallEffect.ReleaseTransfer or CallEffect.LeaveReplaced or CallEffect.LetGo;
        static bool IsHeard(CallEffect effect) => effect is CallEffect.RefuseCaller or CallEffect.HangUp or CallEffect.CancelDevice;
        if (effects.Any(Frees))
        {
            effects.TakeWhile(effect => !Frees(effect)).Where(IsHeard).ShouldBeEmpty();
        }
    }
}
