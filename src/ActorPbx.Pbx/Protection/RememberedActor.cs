using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Protection;

/// <summary>
/// Gives a node that starts what it knew before: who is ignored, and how often extensions called outside today. Nobody gains by having it crash. What happens
/// from now on goes to the store as it happens.
/// </summary>
public sealed class RememberedActor : ReceiveActor
{
    private readonly IActorRef _store;

    /// <summary>What this list and this ledger knew.</summary>
    public RememberedActor(BanList bans, TollLedger tolls, IActorRef store)
    {
        _store = store;
        Receive<ProtectionLoaded>(loaded =>
        {
            foreach (var count in loaded.Counts)
            {
                tolls.Restore(count);
            }

            foreach (var ban in loaded.Bans)
            {
                bans.Restore(ban);
            }
        });
    }

    /// <inheritdoc/>
    protected override void PreStart() => _store.Tell(new LoadProtection());
}
