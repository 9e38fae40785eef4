using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Pbx.Extensions;

/// <summary>Tell the watcher what is to be seen of the number, at once and whenever it changes; answered by <see cref="NumberShown"/>.</summary>
public sealed record WatchNumber(ExtensionNumber Number, IActorRef Watcher) : ExtensionCommand(Number);

/// <summary>Takes <see cref="WatchNumber"/> back.</summary>
public sealed record UnwatchNumber(ExtensionNumber Number, IActorRef Watcher) : ExtensionCommand(Number);

/// <summary>Which phones has the number? Nothing is rung. Answered by <see cref="DevicesFound"/>.</summary>
public sealed record FindDevices(ExtensionNumber Number) : ExtensionCommand(Number)
{
    /// <summary>The one device that is meant, if not all are.</summary>
    public DeviceWanted Wanted { get; init; }

    /// <summary>The branch where the number rings at the moment; null for home. Filled in by who passes it on.</summary>
    public BranchName? At { get; init; }
}

/// <summary>The phones of a number.</summary>
public sealed record DevicesFound(ExtensionNumber Number, ImmutableArray<PagedDevice> Devices)
{
    /// <summary>Another branch where the number rings at the moment; null for none.</summary>
    public BranchName? At { get; init; }
}

/// <summary>A phone of the number registered at another branch.</summary>
public sealed record RegisteredElsewhere(ExtensionNumber Number) : ExtensionCommand(Number);

/// <summary>Tell the watcher, once, when a phone of the number registers, here or as a guest elsewhere, or says that it is still there; answered by <see cref="NumberRegistered"/>.</summary>
public sealed record AwaitRegistration(ExtensionNumber Number, IActorRef Watcher) : ExtensionCommand(Number);

/// <summary>Takes <see cref="AwaitRegistration"/> back.</summary>
public sealed record StopAwaiting(ExtensionNumber Number, IActorRef Watcher) : ExtensionCommand(Number);

/// <summary>A phone of the number registered.</summary>
public sealed record NumberRegistered(ExtensionNumber Number);

/// <summary>A call of the number rings, or was answered.</summary>
public sealed record CallAdvanced(ExtensionNumber Number, CallId Call, DialogStage Stage) : ExtensionCommand(Number);

/// <summary>What is to be seen of a number.</summary>
public sealed record NumberShown(ExtensionNumber Number, NumberState State);
