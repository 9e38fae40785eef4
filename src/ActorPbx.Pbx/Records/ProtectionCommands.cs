using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Protection;

namespace ActorPbx.Pbx.Records;

/// <summary>Keeps how many calls to the outside an extension began on a day, in place of what was kept of it before. Not answered.</summary>
public sealed record KeepOutsideCount(OutsideCount Count) : StoreCommand;

/// <summary>Keeps that a source is ignored, in place of what was kept of it before. Not answered.</summary>
public sealed record KeepBan(Ban Ban) : StoreCommand;

/// <summary>A source is not ignored any longer. Not answered.</summary>
public sealed record ForgetBan(string Source) : StoreCommand;

/// <summary>Asks for what protects the node and must outlive it; answered by <see cref="ProtectionLoaded"/>.</summary>
public sealed record LoadProtection : StoreCommand;

/// <summary>The bans that are not over, and the counts of today.</summary>
public sealed record ProtectionLoaded(ImmutableArray<Ban> Bans, ImmutableArray<OutsideCount> Counts) : StoreEvent;
