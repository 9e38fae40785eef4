using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>An authenticated INVITE outside any dialog: a call begins.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Invite">The caller's INVITE; its 100 is sent.</param>
/// <param name="Port">The plug that the INVITE's transaction already has.</param>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="Called">What was dialled.</param>
public sealed record NewCall(CallId Id, ServerTransaction Invite, LegPort Port, DomainProfile Domain, ExtensionProfile Caller, string Called);

/// <summary>A call shall end by an operator's word.</summary>
public sealed record ReleaseByOperator;

/// <summary>A call shall say how it stands; answered by its view.</summary>
public sealed record DescribeCall;
