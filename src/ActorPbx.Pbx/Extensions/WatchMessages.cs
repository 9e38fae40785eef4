using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;

namespace ActorPbx.Pbx.Extensions;

/// <summary>Tell the watcher what is to be seen of the number, at once and whenever it changes; answered by <see cref="NumberShown"/>.</summary>
public sealed record WatchNumber(ExtensionNumber Number, IActorRef Watcher) : ExtensionCommand(Number);

/// <summary>Takes <see cref="WatchNumber"/> back.</summary>
public sealed record UnwatchNumber(ExtensionNumber Number, IActorRef Watcher) : ExtensionCommand(Number);

/// <summary>A call of the number rings, or was answered.</summary>
public sealed record CallAdvanced(ExtensionNumber Number, CallId Call, DialogStage Stage) : ExtensionCommand(Number);

/// <summary>What is to be seen of a number.</summary>
public sealed record NumberShown(ExtensionNumber Number, NumberState State);
