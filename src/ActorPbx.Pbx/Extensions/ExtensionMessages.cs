using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Extensions;

/// <summary>A message for one extension; its parent passes it on by number.</summary>
public abstract record ExtensionCommand(ExtensionNumber Number);

/// <summary>An authenticated REGISTER for the number.</summary>
public sealed record Register(ExtensionNumber Number, ServerTransaction Transaction) : ExtensionCommand(Number)
{
    /// <summary>Makes the temporary addresses of its devices; null: they get none.</summary>
    public TempGruus? Gruus { get; init; }
}

/// <summary>The number wants to make a call; answered by <see cref="OutgoingAdmitted"/> or <see cref="OutgoingRefused"/>.</summary>
/// <param name="Number">The number.</param>
/// <param name="Call">The call.</param>
/// <param name="Called">Whom it calls.</param>
/// <param name="InPlace">It sends this call on: what it makes takes the place of what it had of it.</param>
public sealed record AdmitOutgoing(ExtensionNumber Number, CallId Call, string Called = "", bool InPlace = false) : ExtensionCommand(Number);

/// <summary>The number is in this call from now on, out of another one that it had: its limits have been asked then.</summary>
public sealed record JoinCall(ExtensionNumber Number, CallId Call, string Remote) : ExtensionCommand(Number)
{
    /// <summary>It is not out of another call, so its limits are asked now: answered by <see cref="JoinAdmitted"/> or <see cref="JoinRefused"/>.</summary>
    public bool Asks { get; init; }
}

/// <summary>The number sent the call on and is out of it; its place in it stays taken, for it pays for the rest.</summary>
public sealed record LeaveCall(ExtensionNumber Number, CallId Call) : ExtensionCommand(Number);

/// <summary>The number is called; answered by <see cref="Paged"/> or <see cref="PageFailed"/>.</summary>
public sealed record Page(ExtensionNumber Number, CallId Call, string Caller = "") : ExtensionCommand(Number)
{
    /// <summary>The one device that is called, if not all are.</summary>
    public DeviceWanted Wanted { get; init; }
}

/// <summary>A call of the number ended.</summary>
public sealed record ReleaseCall(ExtensionNumber Number, CallId Call) : ExtensionCommand(Number);

/// <summary>Bindings that the store held at the start.</summary>
public sealed record RestoreBindings(ExtensionNumber Number, ImmutableArray<Binding> Bindings) : ExtensionCommand(Number);

/// <summary>The number is called by this profile from now on: its home changed it, or it is a guest again.</summary>
public sealed record ChangeProfile(ExtensionNumber Number, ExtensionProfile Profile) : ExtensionCommand(Number);

/// <summary>Registrations made up to this instant are void: the number registered elsewhere later, or is no more.</summary>
public sealed record EndRegistration(ExtensionNumber Number, DateTimeOffset Until) : ExtensionCommand(Number);

/// <summary>So many calls the number has at other branches; its limits hold for all together.</summary>
public sealed record CountElsewhere(ExtensionNumber Number, int Outgoing, int Incoming) : ExtensionCommand(Number);

/// <summary>The number is no guest any longer: its actor ends with its last call.</summary>
public sealed record Retire(ExtensionNumber Number) : ExtensionCommand(Number);

/// <summary>A number of another branch may register and call here; the sender is told of it by <see cref="ExtensionChanged"/>.</summary>
public sealed record AdmitGuest(ExtensionProfile Profile);

/// <summary>A number of another branch may do so no longer.</summary>
public sealed record DismissGuest(ExtensionNumber Number);

/// <summary>A number of this branch rings at another one, or, with null, at home again. The sender is told of it by <see cref="ExtensionChanged"/>.</summary>
public sealed record NumberIsAway(ExtensionNumber Number, BranchName? At);

/// <summary>What an extension tells a call.</summary>
public abstract record ExtensionAnswer(CallId Call);

/// <summary>The call may be made.</summary>
public sealed record OutgoingAdmitted(CallId Call, bool RelayMedia) : ExtensionAnswer(Call);

/// <summary>A limit of the number forbids it.</summary>
public sealed record OutgoingRefused(CallId Call) : ExtensionAnswer(Call);

/// <summary>The number may be in the call, and is.</summary>
public sealed record JoinAdmitted(CallId Call) : ExtensionAnswer(Call);

/// <summary>A limit of the number forbids it.</summary>
public sealed record JoinRefused(CallId Call) : ExtensionAnswer(Call);

/// <summary>The devices to ring.</summary>
public sealed record Paged(CallId Call, ImmutableArray<PagedDevice> Devices, TimeSpan NoAnswer, bool RelayMedia) : ExtensionAnswer(Call);

/// <summary>The number cannot be rung.</summary>
public sealed record PageFailed(CallId Call, Unavailability Reason) : ExtensionAnswer(Call);

/// <summary>A device and the flow that its REGISTER came by; null after a restart and for static contacts.</summary>
public sealed record PagedDevice(Binding Binding, SipFlow? Flow, ReliableProvisional Reliable = ReliableProvisional.Supported)
{
    /// <summary>The number whose device it is.</summary>
    public ExtensionNumber? Number { get; init; }

    /// <summary>Its other flows, which are tried when this one is broken (RFC 5626).</summary>
    public ImmutableArray<PagedDevice> Others { get; init; } = [];
}

/// <summary>A call of the number is over, and one of its devices could not be told: its connection is broken. It is told when it registers again.</summary>
/// <param name="Number">The number.</param>
/// <param name="Flow">The flow that is broken.</param>
/// <param name="Bye">What the device was to be told.</param>
/// <param name="Outlet">The way out.</param>
public sealed record OweGoodbye(ExtensionNumber Number, SipFlow Flow, SipRequest Bye, ISipOutlet Outlet) : ExtensionCommand(Number);

/// <summary>A device of the number is reached over another flow: it registered again after its connection broke, or its NAT gave it another port.</summary>
/// <param name="Before">Its binding until now.</param>
/// <param name="From">The flow until now.</param>
/// <param name="To">The flow from now on.</param>
public sealed record DeviceMoved(Binding Before, SipFlow From, SipFlow To)
{
    /// <summary>Whether this is the device that a call rang.</summary>
    public bool IsOf(Binding rung) => rung.Instance.Length > 0 ? rung.Instance == Before.Instance && rung.RegId == Before.RegId : rung.Contact == Before.Contact;
}

/// <summary>How an extension is at the moment, as its parent keeps it for lists.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Bindings">Its devices.</param>
/// <param name="ActiveCalls">Its calls.</param>
/// <param name="Outgoing">Those of them that it makes.</param>
public sealed record ExtensionChanged(ExtensionNumber Number, ImmutableArray<Binding> Bindings, int ActiveCalls, int Outgoing = 0)
{
    /// <summary>The news of now; <paramref name="idle"/> is said again, instead of a new one each time, whenever a number has no call.</summary>
    public static ExtensionChanged Of(ExtensionNumber number, ImmutableArray<Binding> bindings, PlacesTaken calls, ref ExtensionChanged? idle)
    {
        if (calls.Total > 0)
        {
            return new(number, bindings, calls.Total, calls.Outgoing);
        }

        return idle is not null && idle.Bindings == bindings ? idle : idle = new(number, bindings, 0);
    }
}

/// <summary>The actor of an extension was restarted after a fault and needs its bindings again.</summary>
public sealed record ExtensionRestarted(ExtensionNumber Number);
