namespace ActorPbx.Pbx.Roaming;

/// <summary>This node is in a cluster now.</summary>
/// <param name="Cluster">The way to other nodes.</param>
/// <param name="Directory">Where numbers of this branch are announced that are away.</param>
public sealed record RoamingJoined(IActorRef Cluster, IActorRef Directory);

/// <summary>The guests of before the restart are extensions again: their bindings may come.</summary>
internal sealed record GuestsRestored;
