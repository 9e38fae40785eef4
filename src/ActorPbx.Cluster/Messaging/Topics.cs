using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Messaging;

/// <summary>How topics are formed: <c>BRANCH.NODE.subject…</c>, the first two being the publisher's.</summary>
internal sealed class Topics(Origin self)
{
    /// <summary>Service under which answers come.</summary>
    public const string Answers = "answers";

    private readonly string _prefix = $"{self.Branch}.{self.Node}.";

    /// <summary>Where this node's heartbeats go.</summary>
    public string Heartbeat => _prefix + "heartbeat";

    /// <summary>What is for this node.</summary>
    public string Mine => $"*.*.to.{self.Branch}.{self.Node}.#";

    /// <summary>The start of the subject of what is for this node.</summary>
    public string ToMe => $"to.{self.Branch}.{self.Node}.";

    public string Own(string subject) => _prefix + subject;

    public string ToNode(Origin node, string service) => $"{_prefix}to.{node.Branch}.{node.Node}.{service}";

    public string ToRole(string role, string service) => $"{_prefix}role.{role}.{service}";

    public string ToSingleton(string singleton) => $"{_prefix}singleton.{singleton}";

    public static string RolePattern(string role, string service) => $"*.*.role.{role}.{service}";

    public static string RoleShare(string role, string service) => $"role.{role}.{service}";

    public static string SingletonPattern(string singleton) => $"*.*.singleton.{singleton}";

    /// <summary>The word of a role.</summary>
    /// <exception cref="ArgumentException">Not one role.</exception>
    public static string Word(NodeRoles role) => role switch
    {
        NodeRoles.Local => "lmss",
        NodeRoles.Trunk => "tmss",
        NodeRoles.Media => "media",
        _ => throw new ArgumentException($"{role} is not one role", nameof(role)),
    };

    /// <summary>Reads publisher and subject from a topic; false for one that is not formed as ours are.</summary>
    public static bool TryRead(string topic, out Origin from, out string subject)
    {
        (from, subject) = (default, "");
        var first = topic.IndexOf('.');
        var second = first < 0 ? -1 : topic.IndexOf('.', first + 1);
        if (second < 0 || second == topic.Length - 1)
            return false;
        subject = topic[(second + 1)..];
        return TryReadOrigin(topic[..second], out from);
    }

    /// <summary>Reads <c>BRANCH.NODE</c>.</summary>
    public static bool TryReadOrigin(string text, out Origin origin)
    {
        var dot = text.IndexOf('.');
        origin = dot < 0 ? default : new Origin(new BranchName(text[..dot]), new NodeName(text[(dot + 1)..]));
        return dot >= 0 && NodeName.IsValid(origin.Branch.Value) && NodeName.IsValid(origin.Node.Value);
    }

    /// <summary>True for a subject, service, singleton or queue that can stand in a topic.</summary>
    public static bool IsSubject(string subject) =>
        subject.Length is > 0 and <= 128 && subject[0] != '.' && subject[^1] != '.' && !subject.Contains("..", StringComparison.Ordinal)
        && subject.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-_+.") < 0;

    /// <summary>True for a subject that is not one of the cluster's own: <c>heartbeat</c>, <c>to</c>, <c>role</c>, <c>singleton</c>.</summary>
    public static bool IsFree(string subject) => FirstWord(subject) is not ("heartbeat" or "to" or "role" or "singleton" or "queue");

    /// <summary>True for a pattern whose third word says what it is about, and which so cannot bring what is the cluster's own.</summary>
    public static bool IsPattern(string pattern)
    {
        var plain = pattern.Split('.');
        return plain.Length >= 3
            && plain[..2].All(word => word == "*" || NodeName.IsValid(word))
            && IsSubject(plain[2])
            && IsFree(plain[2])
            && plain[3..].All(word => word is "*" or "#" || IsSubject(word));
    }

    private static ReadOnlySpan<char> FirstWord(string subject) => subject.IndexOf('.') is var dot and >= 0 ? subject.AsSpan(0, dot) : subject;
}
