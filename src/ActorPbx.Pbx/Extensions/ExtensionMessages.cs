using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Extensions;

/// <summary>A message for one extension; its parent passes it on by number.</summary>
public abstract record ExtensionCommand(ExtensionNumber Number);

/// <summary>An authenticated REGISTER for the number.</summary>
public sealed record Register(ExtensionNumber Number, ServerTransaction Transaction) : ExtensionCommand(Number);

/// <summary>The number wants to make a call; answered by <see cref="OutgoingAdmitted"/> or <see cref="OutgoingRefused"/>.</summary>
public sealed record AdmitOutgoing(ExtensionNumber Number, CallId Call) : ExtensionCommand(Number);

/// <summary>The number is called; answered by <see cref="Paged"/> or <see cref="PageFailed"/>.</summary>
public sealed record Page(ExtensionNumber Number, CallId Call) : ExtensionCommand(Number);

/// <summary>A call of the number ended.</summary>
public sealed record ReleaseCall(ExtensionNumber Number, CallId Call) : ExtensionCommand(Number);

/// <summary>Bindings that the store held at the start.</summary>
public sealed record RestoreBindings(ExtensionNumber Number, ImmutableArray<Binding> Bindings) : ExtensionCommand(Number);

/// <summary>What an extension tells a call.</summary>
public abstract record ExtensionAnswer(CallId Call);

/// <summary>The call may be made.</summary>
public sealed record OutgoingAdmitted(CallId Call, bool RelayMedia) : ExtensionAnswer(Call);

/// <summary>A limit of the number forbids it.</summary>
public sealed record OutgoingRefused(CallId Call) : ExtensionAnswer(Call);

/// <summary>The devices to ring.</summary>
public sealed record Paged(CallId Call, ImmutableArray<PagedDevice> Devices, TimeSpan NoAnswer, bool RelayMedia) : ExtensionAnswer(Call);

/// <summary>The number cannot be rung.</summary>
public sealed record PageFailed(CallId Call, Unavailability Reason) : ExtensionAnswer(Call);

/// <summary>A device and the flow that its REGISTER came by; null after a restart and for static contacts.</summary>
public sealed record PagedDevice(Binding Binding, SipFlow? Flow);

/// <summary>How an extension is at the moment, as its parent keeps it for lists.</summary>
public sealed record ExtensionChanged(ExtensionNumber Number, ImmutableArray<Binding> Bindings, int ActiveCalls);

/// <summary>The actor of an extension was restarted after a fault and needs its bindings again.</summary>
public sealed record ExtensionRestarted(ExtensionNumber Number);
