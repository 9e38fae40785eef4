using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Messaging;

/// <summary>What may be asked of the cluster's actor: words that can stand in topics, one role at a time, and nothing of the cluster's own.</summary>
internal static class CommandRules
{
    public static bool IsWellFormed(ClusterCommand command) => command switch
    {
        Subscribe wish => Topics.IsPattern(wish.Pattern),
        Publish message => Topics.IsSubject(message.Subject) && Topics.IsFree(message.Subject),
        Serve wish => IsService(wish.Service),
        SendToNode message => IsNode(message.Branch, message.Node) && IsService(message.Service),
        SendToRole message => IsOne(message.Role) && IsService(message.Service),
        AskNode ask => IsNode(ask.Branch, ask.Node) && IsService(ask.Service) && ask.Timeout > TimeSpan.Zero,
        AskRole ask => IsOne(ask.Role) && IsService(ask.Service) && ask.Timeout > TimeSpan.Zero,
        AskSingleton ask => Topics.IsSubject(ask.Singleton) && ask.Timeout > TimeSpan.Zero,
        ContendFor wish => Topics.IsSubject(wish.Singleton),
        Enqueue put => Topics.IsSubject(put.Queue) && put.Key.Length is > 0 and <= 255,
        Consume wish => Topics.IsSubject(wish.Queue),
        _ => true,
    };

    /// <summary>The token of a question; null when the command is none.</summary>
    public static object? TokenOf(ClusterCommand command) => command switch
    {
        AskNode ask => ask.Token,
        AskRole ask => ask.Token,
        AskSingleton ask => ask.Token,
        _ => null,
    };

    private static bool IsService(string service) => Topics.IsSubject(service) && service != Topics.Answers;

    private static bool IsNode(BranchName branch, NodeName node) => NodeName.IsValid(branch.Value) && NodeName.IsValid(node.Value);

    private static bool IsOne(NodeRoles role) => role is NodeRoles.Local or NodeRoles.Trunk or NodeRoles.Media;
}
