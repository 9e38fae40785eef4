using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Roaming;

/// <summary>What a home is about to say to the branches that have its numbers, gathered for a moment.</summary>
internal sealed class AwayVerdicts(DomainProfile domain, AwayNumbers numbers)
{
    private readonly HashSet<(Origin Origin, string Number)> _due = [];

    public bool AreDue => _due.Count > 0;

    public void Add(Origin origin, string number) => _due.Add((origin, number));

    /// <summary>Says it.</summary>
    public void Tell(IActorRef? cluster)
    {
        foreach (var group in _due.GroupBy(due => due.Origin, due => due.Number))
        {
            var verdicts = new GuestsJudged(domain.Name.Value, [.. group.Select(number => On(number, group.Key))]);
            cluster?.Tell(new SendToNode(group.Key.Branch, group.Key.Node, RoamingNames.GuestsOf(domain.Name.Value), verdicts));
        }

        _due.Clear();
    }

    private GuestVerdictForm On(string number, Origin origin) =>
        domain.Roaming.Allows(origin.Branch) && numbers.Find(number) is { } known && GuestForms.Of(known.Profile, domain.Realm) is { } form
            ? known.Judge(origin, form.Version)
            : new GuestVerdictForm(number, 0, GuestVerdict.Unknown, "", 0, 0);
}
