using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Pbx.Calls;

/// <summary>What the calls of a node in a cluster work with to leave it.</summary>
/// <param name="Self">Its branch.</param>
/// <param name="Host">What it is called on links.</param>
/// <param name="IsTrunkNode">It is a T-MSS, which sends calls to branches itself.</param>
/// <param name="Numbers">Who owns which number.</param>
/// <param name="Links">The way out over links.</param>
/// <param name="Places">How many calls the links may carry.</param>
/// <param name="Scheduler">For the silence of a link.</param>
/// <param name="Networks">Where media of these calls need a relay; null: nowhere.</param>
public sealed record BranchCalls(
    BranchName Self, string Host, bool IsTrunkNode, NumberBoard Numbers, ILinkOutlet Links, LinkCalls Places, IActionScheduler Scheduler,
    MediaNetworks? Networks = null);
