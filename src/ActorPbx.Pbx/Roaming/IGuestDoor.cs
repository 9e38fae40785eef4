using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Roaming;

/// <summary>The gateway, as those see it who let guests in: the one place where anybody's digest is checked, and where requests are given to whom they concern.</summary>
public interface IGuestDoor
{
    /// <summary>Checks the credentials with what the guest book says now; answers the request when they are wrong.</summary>
    bool Prove(ServerTransaction transaction);

    /// <summary>Serves a request that is proven.</summary>
    void Enter(ServerTransaction transaction);
}

/// <summary>A request of another branch's number, with an answer to a challenge of ours that is not looked at yet.</summary>
public sealed record GuestKnocked(ExtensionNumber Number, WaitingRequest Request);
