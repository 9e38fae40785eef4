using System.Collections.Concurrent;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Pbx.Roaming;

/// <summary>A number of another branch that this branch knows.</summary>
/// <param name="Profile">What its home told of it.</param>
/// <param name="Home">Its home.</param>
/// <param name="IsRegistered">A phone of it is registered here.</param>
/// <param name="Waits">Its home says that it rings elsewhere.</param>
public sealed record Guest(ExtensionProfile Profile, BranchName Home, bool IsRegistered, bool Waits);

/// <summary>The guests of a node. Written by the actor that hosts them, read by whoever authenticates and routes, on any thread.</summary>
/// <param name="self">This node's branch.</param>
/// <param name="numbers">Who owns which number; null for a node of its own, which has no guests.</param>
public sealed class GuestBook(BranchName self, NumberBoard? numbers)
{
    private readonly ConcurrentDictionary<(DomainName, string), Guest> _guests = new();

    /// <summary>Of a node of its own.</summary>
    public static GuestBook Empty => new(default, null);

    /// <summary>The guest with this number, or null.</summary>
    public Guest? Find(DomainName domain, string number) => _guests.GetValueOrDefault((domain, number));

    /// <summary>Whether the number belongs to another branch: by the directory, or because it is a guest of before a restart that the directory does not know yet.</summary>
    public bool IsForeign(DomainName domain, string number) =>
        numbers is not null && (_guests.ContainsKey((domain, number)) || (numbers.Plan.Find(domain, number) is { } owner && owner.Home != self));

    /// <summary>The nodes that may know the number, of the branch that owns it.</summary>
    internal (BranchName Home, IReadOnlyList<NodeName> Nodes)? HomeOf(DomainName domain, string number) =>
        numbers?.Plan is { } plan && plan.Find(domain, number) is { } owner && owner.Home != self ? (owner.Home, plan.NodesOf(owner.Home)) : null;

    internal void Write(DomainName domain, Guest guest) => _guests[(domain, guest.Profile.Number.Value)] = guest;

    internal void Erase(DomainName domain, string number) => _guests.TryRemove((domain, number), out _);
}
