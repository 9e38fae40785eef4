using ActorPbx.Cluster.Codec;
using ActorPbx.Cluster.Singletons;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Messaging;

/// <summary>A question that waits for its answer.</summary>
/// <param name="Asker">Who asks.</param>
/// <param name="Token">What the asker knows it by.</param>
/// <param name="Asked">The one node that may answer; null when any may.</param>
/// <param name="Singleton">The singleton that is asked; empty when none is.</param>
internal sealed record Question(IActorRef Asker, object Token, Origin? Asked, string Singleton);

/// <summary>The questions that this node's actors ask of others. Their names cannot be guessed, so nobody answers who was not asked.</summary>
internal sealed class AskDesk(IActorRef cluster)
{
    private readonly Dictionary<string, Question> _open = [];
    private readonly FencingGate _gate = new();

    /// <summary>Told the name of each question that has ended.</summary>
    public Action<string> Closed { get; set; } = _ => { };

    /// <summary>Opens a question and gives it its name.</summary>
    public string Open(Question question)
    {
        var name = Guid.NewGuid().ToString("N");
        _open[name] = question;
        return name;
    }

    /// <summary>An answer came; too late, from another than was asked, or from a singleton that is no longer it, it means nothing.</summary>
    public void Answer(Origin from, Letter answer)
    {
        if (!_open.TryGetValue(answer.Answers, out var question) || (question.Asked is { } asked && asked != from))
            return;
        if (question.Singleton.Length > 0 && !_gate.Admits(question.Singleton, answer.Epoch))
            return;
        _open.Remove(answer.Answers);
        Closed(answer.Answers);
        question.Asker.Tell(
            answer.Message is NotServed none ? new NotAnswered(question.Token, $"{from.Branch}.{from.Node} does not serve {none.Service}") : new Answered(question.Token, from, answer.Message),
            cluster);
    }

    /// <summary>Ends a question without an answer.</summary>
    public void GiveUp(string name, string reason)
    {
        if (!_open.Remove(name, out var question))
            return;
        Closed(name);
        question.Asker.Tell(new NotAnswered(question.Token, reason), cluster);
    }

    /// <summary>Ends all questions.</summary>
    public void GiveUpAll(string reason)
    {
        foreach (var name in _open.Keys.ToArray())
            GiveUp(name, reason);
    }
}
