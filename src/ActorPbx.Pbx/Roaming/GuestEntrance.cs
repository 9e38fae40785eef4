using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Roaming;

/// <summary>
/// Lets guests in: a request waits here until its number's home was asked, where that is needed, and is then proven at the same door as everybody's.
/// A number that its home does not know is asked for again only after a while, and is refused like a wrong password.
/// </summary>
internal sealed class GuestEntrance(GuestsParts parts, GuestCache cache, GuestRoll roll, GuestAsks asks, ILoggingAdapter log)
{
    private string Domain => parts.Domain.Name.Value;

    private DateTimeOffset Now => parts.Clock.GetUtcNow();

    /// <summary>A request came.</summary>
    public void Knock(string number, WaitingRequest request)
    {
        var entry = cache.Find(number);
        if (entry is null ? cache.IsUnknown(number, Now) : Knowledge(entry) == GuestKnowledge.Good)
        {
            LetIn(number, request);
        }
        else if (asks.Join(number, request) is not { } joins)
        {
            Ask(number, request);
        }
        else if (!joins)
        {
            Refuse(request);
        }
    }

    /// <summary>What is known of a guest is to be had anew.</summary>
    public void Refresh(GuestEntry entry) => Ask(entry.Number, null);

    /// <summary>What is known of a guest is worth this.</summary>
    public GuestKnowledge Knowledge(GuestEntry entry) => GuestFreshness.Of(parts.Domain.Roaming.Trust, entry.ToldAt, entry.MissedAt, Now);

    /// <summary>A home answered.</summary>
    public void OnAnswered(Answered answered)
    {
        var ask = (GuestAsk)answered.Token;
        if (answered.Message is not GuestTold told || told.Number != ask.Number || told.Domain != Domain)
        {
            OnMissed(ask);
            return;
        }

        var profile = told.Profile is { } form && form.Number == ask.Number ? GuestForms.Read(form, parts.Domain.Realm, ask.Home) : null;
        if (profile is null)
        {
            if (told.Profile is not null)
            {
                log.Warning("What {0} told of its number {1}@{2} cannot be used; have both branches the same realm?", answered.From.Branch, ask.Number, Domain);
            }

            AskNext(ask);
            return;
        }

        asks.Close(ask);
        roll.Learn(new GuestEntry(told.Profile!, profile, answered.From, Now));
        ask.Waiting.ForEach(request => LetIn(ask.Number, request));
    }

    /// <summary>A node of a home could not be asked.</summary>
    public void OnMissed(GuestAsk ask)
    {
        ask.HasMissed = true;
        AskNext(ask);
    }

    private void Ask(string number, WaitingRequest? request)
    {
        var isGuest = cache.Find(number)?.IsProven == true;
        if (Home(number) is not var (home, nodes) || asks.Open(new GuestAsk(number, isGuest, home, nodes), Now) is not { } ask)
        {
            Settle(number, request is null ? [] : [request], hasMissed: true);
            return;
        }

        if (request is not null)
        {
            ask.Waiting.Add(request);
        }

        AskNext(ask);
    }

    // The node that told of it before is asked first.
    private (BranchName Home, IEnumerable<NodeName> Nodes)? Home(string number)
    {
        var known = cache.Find(number)?.Home;
        if (parts.Book.HomeOf(parts.Domain.Name, number) is not var (home, nodes))
        {
            return known is { } only ? (only.Branch, [only.Node]) : null;
        }

        return known is { } teller && teller.Branch == home ? (home, nodes.Except([teller.Node]).Prepend(teller.Node)) : (home, nodes);
    }

    private void AskNext(GuestAsk ask)
    {
        if (!asks.Put(ask))
        {
            Settle(ask.Number, ask.Waiting, ask.HasMissed);
        }
    }

    // Nobody told a profile: because there is none, or because somebody could not be asked.
    private void Settle(string number, IReadOnlyList<WaitingRequest> waiting, bool hasMissed)
    {
        var entry = cache.Find(number);
        if (!hasMissed)
        {
            roll.Forget(number);
            cache.Deny(number, Now);
        }
        else if (entry is not null)
        {
            entry.MissedAt = Now;
        }

        foreach (var request in waiting)
        {
            if (hasMissed && (entry is null || Knowledge(entry) == GuestKnowledge.Void))
            {
                Refuse(request);
            }
            else
            {
                LetIn(number, request);
            }
        }
    }

    private void LetIn(string number, WaitingRequest request) => request.PassOn(transaction =>
    {
        if (!parts.Door.Prove(transaction))
        {
            return;
        }

        if (cache.Find(number) is { } entry && roll.Welcome(entry))
        {
            parts.Door.Enter(transaction);
        }
        else
        {
            transaction.Respond(Busy(transaction.Request));
        }
    });

    private static void Refuse(WaitingRequest request) => request.PassOn(transaction => transaction.Respond(Busy(transaction.Request)));

    private static SipResponse Busy(SipRequest request)
    {
        var busy = SipResponse.For(request, 503);
        busy.Headers.Add(HeaderName.RetryAfter, "5");
        return busy;
    }
}
