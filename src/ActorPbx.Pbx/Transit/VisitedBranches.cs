using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Transit;

/// <summary>The branches that a call was sent to, as an INVITE between nodes says it (<see cref="LinkNames.Visited"/>).</summary>
public static class VisitedBranches
{
    private const char Separator = ',';

    /// <summary>The branches in their order.</summary>
    public static ImmutableArray<BranchName> Of(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Headers.Get(LinkNames.Visited) is not { } text)
        {
            return [];
        }

        var visited = ImmutableArray.CreateBuilder<BranchName>();
        foreach (var part in text.AsSpan().Split(Separator))
        {
            visited.Add(new BranchName(text.AsSpan(part).Trim().ToString()));
        }

        return visited.ToImmutable();
    }

    /// <summary>Notes one branch more.</summary>
    public static void Add(SipRequest request, BranchName branch)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Set(LinkNames.Visited, request.Headers.Get(LinkNames.Visited) is { } before ? $"{before}{Separator} {branch.Value}" : branch.Value);
    }
}
