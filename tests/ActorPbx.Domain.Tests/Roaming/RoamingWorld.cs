using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Roaming;

namespace ActorPbx.Domain.Tests.Roaming;

/// <summary>Number 1001 of Shanghai, whose phones register at Shanghai, Berlin and Lagos, while the branches hear of it late, twice, in any order or not at all.</summary>
internal sealed class RoamingWorld(System.Random random, bool several)
{
    private const string Number = "1001";
    private static readonly DomainName Company = new("company");
    private static readonly BranchName Shanghai = new("shanghai");
    private readonly Branch[] _visited = [new("berlin", "4xxx"), new("lagos", "7xxx")];
    private readonly List<Action> _post = [];
    private readonly Dictionary<string, long> _heard = [];
    private readonly Dictionary<string, DirectoryState> _copies = new[] { "shanghai", "berlin", "lagos", "hq" }.ToDictionary(name => name, _ => DirectoryState.Empty);
    private Whereabouts _home = Whereabouts.Home;
    private NodeNumbers _said = Says("shanghai", "1xxx");
    private bool _atHome;
    private long _clock;

    public string? LastRegistered { get; private set; }

    /// <summary>Something happens: a phone comes or goes, or a message is delivered, doubled or lost.</summary>
    public void Happen()
    {
        switch (random.Next(7))
        {
            case 0: Register(_visited[random.Next(2)]); break;
            case 1: Leave(_visited[random.Next(2)]); break;
            case 2: RegisterAtHome(); break;
            case 3: LeaveHome(); break;
            case 4: Lose(); break;
            default: Deliver(forget: random.Next(3) > 0); break;
        }
    }

    public void RegisterAt(string branch)
    {
        if (branch == "shanghai")
        {
            RegisterAtHome();
        }
        else
        {
            Register(_visited.Single(one => one.Name == branch));
        }
    }

    /// <summary>The lines are whole again: every branch says how it stands, until nothing more changes.</summary>
    public void Heal()
    {
        for (var i = 0; i < 3; i++)
        {
            foreach (var branch in _visited)
            {
                Tell(branch);
            }

            foreach (var numbers in _visited.Select(one => Says(one.Name, one.Block)).Append(_said))
            {
                Spread(numbers);
            }

            while (_post.Count > 0)
            {
                Deliver(forget: true);
            }
        }
    }

    /// <summary>Where a call to the number ends that begins at a branch: the branch, or what refused it.</summary>
    public string RouteFrom(string branch)
    {
        var visited = ImmutableArray<BranchName>.Empty;
        for (var hops = 0; hops < 5; hops++)
        {
            var rings = branch == "shanghai" || _visited.Any(one => one.Name == branch && one.Serial > 0 && (!one.Waits || hops > 0));
            var here = BranchRouting.Decide(new BranchView(new(branch), NumberPlan.Of(_copies[branch]), []), Company, Number, rings);
            if (here is RouteDecision.ToExtension)
            {
                return branch;
            }

            if (here is not RouteDecision.ToHeadquarters)
            {
                return here.ToString();
            }

            var decision = TransitRouting.Decide(
                new TransitView(NumberPlan.Of(_copies["hq"]), [], ImmutableDictionary<BranchName, BranchRights>.Empty), new(branch), visited, Company, Number);
            if (decision is not RouteDecision.ToBranch(var next))
            {
                return decision.ToString();
            }

            visited = visited.Add(next);
            branch = next.Value;
        }

        return "round and round";
    }

    /// <summary>Where the number rings by its home's word, and every branch at which a phone is registered.</summary>
    public (string Current, string[] Registered) Truth() => (
        _home.Current?.Branch.Value ?? "shanghai",
        [.. _visited.Where(one => one.Serial > 0).Select(one => one.Name), .. _atHome ? new[] { "shanghai" } : []]);

    private void Register(Branch branch)
    {
        (branch.Serial, branch.Waits, LastRegistered) = (++_clock, false, branch.Name);
        Tell(branch);
    }

    private void Leave(Branch branch)
    {
        branch.Serial = 0;
        Tell(branch);
    }

    private void RegisterAtHome()
    {
        (_atHome, LastRegistered) = (true, "shanghai");
        Decide(RoamingLogic.RegisteredAtHome(_home, several));
    }

    private void LeaveHome()
    {
        _atHome = false;
        Decide(RoamingLogic.LeftHome(_home));
    }

    private void Tell(Branch branch)
    {
        var (place, at) = (PlaceOf(branch), ++_clock);
        _post.Add(() => Hear(branch, place, at));
    }

    private void Hear(Branch branch, GuestPlace place, long at)
    {
        if (_heard.GetValueOrDefault(branch.Name) >= at)
        {
            return;
        }

        _heard[branch.Name] = at;
        var before = _home;
        Decide(place.Serial == 0 ? RoamingLogic.Gone(_home, place) : RoamingLogic.Heard(_home, place, several));
        if (!several && _home.Current is not null && _home != before)
        {
            _atHome = false;
        }

        var verdict = _home.VerdictOf(place);
        _post.Add(() => Judge(branch, place.Serial, verdict));
    }

    private static void Judge(Branch branch, long serial, GuestVerdict verdict)
    {
        if (branch.Serial != serial)
        {
            return;
        }

        branch.Waits = verdict == GuestVerdict.Waits;
        branch.Serial = verdict == GuestVerdict.Ended ? 0 : branch.Serial;
    }

    private void Decide(Whereabouts next)
    {
        _home = next;
        ImmutableArray<NumberElsewhere> elsewhere = next.Current is { } current ? [new(Company, Number, current.Branch)] : [];
        if (!elsewhere.SequenceEqual(_said.Elsewhere))
        {
            _said = _said with { Version = _said.Version + 1, Elsewhere = elsewhere };
            Spread(_said);
        }
    }

    private void Spread(NodeNumbers numbers)
    {
        foreach (var copy in _copies.Keys)
        {
            _post.Add(() => _copies[copy] = DirectoryLogic.Take(_copies[copy], numbers).State);
        }
    }

    private void Deliver(bool forget)
    {
        if (_post.Count == 0)
        {
            return;
        }

        var index = random.Next(_post.Count);
        var message = _post[index];
        if (forget)
        {
            _post.RemoveAt(index);
        }

        message();
    }

    private void Lose()
    {
        if (_post.Count > 0)
        {
            _post.RemoveAt(random.Next(_post.Count));
        }
    }

    private static GuestPlace PlaceOf(Branch branch) => new(new(branch.Name), new($"{branch.Name}-1"), branch.Serial);

    private static NodeNumbers Says(string branch, string block) => new(
        new(branch), new($"{branch}-1"), 1, 1, [new OwnedBlock(Company, NumberBlock.TryParse(block)!, DateTimeOffset.UnixEpoch)], [], []);

    private sealed class Branch(string name, string block)
    {
        public string Name => name;

        public string Block => block;

        public long Serial { get; set; }

        public bool Waits { get; set; }
    }
}
