using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Publications;

/// <summary>
/// What the phones of a domain publish of their users: a shell around <see cref="PublicationLogic"/>. It is soft state: after a restart refreshes get 412,
/// and phones publish anew (RFC 3903 §4.1).
/// </summary>
public sealed class PublicationsActor : ReceiveActor, IWithTimers
{
    private readonly DomainProfile _domain;
    private readonly TimeProvider _clock;
    private readonly Dictionary<ExtensionNumber, ImmutableArray<Publication>> _publications = [];
    private readonly Dictionary<ExtensionNumber, List<IActorRef>> _watchers = [];
    private long _serial;

    /// <summary>The publications of one domain.</summary>
    public PublicationsActor(DomainProfile domain, TimeProvider clock)
    {
        (_domain, _clock) = (domain, clock);
        Receive<NewPublication>(OnNew);
        Receive<WatchPublications>(OnWatch);
        Receive<UnwatchPublications>(OnUnwatch);
        Receive<Expiry>(expiry => Keep(expiry.Number, PublicationLogic.Living(Of(expiry.Number), Now)));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    private void OnNew(NewPublication asked)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"p{++_serial}-");
        if (PublishReader.Refusal(asked, prefix, out var publish) is { } refusal)
        {
            asked.Transaction.Respond(refusal);
            return;
        }

        var decision = PublicationLogic.Publish(Of(asked.Target), publish, _domain.Subscriptions, SipIds.New(), Now);
        asked.Transaction.Respond(Answer(asked.Transaction.Request, decision));
        if (decision is PublishDecision.Accepted accepted)
        {
            Keep(asked.Target, accepted.Publications);
        }
    }

    private static SipResponse Answer(SipRequest request, PublishDecision decision)
    {
        switch (decision)
        {
            case PublishDecision.Accepted accepted:
                var response = SipResponse.For(request, 200);
                response.Headers.Add(HeaderName.SipETag, accepted.Tag);
                response.Headers.Add(HeaderName.Expires, ((long)accepted.Expires.TotalSeconds).ToString(CultureInfo.InvariantCulture));
                return response;
            case PublishDecision.NoSuchTag: return SipResponse.For(request, 412);
            case PublishDecision.TooBrief brief: return SubscribeCheck.TooBrief(request, brief.MinExpiry);
            case PublishDecision.SaysNothing: return SipResponse.For(request, 400, "Nothing Published");
            case PublishDecision.TooMany: return SipResponse.For(request, 403, "Too Many Publications");
            default: throw new ArgumentOutOfRangeException(nameof(decision), decision, "A decision without an answer.");
        }
    }

    private void OnWatch(WatchPublications watch)
    {
        if (!_watchers.TryGetValue(watch.Number, out var watchers))
        {
            _watchers[watch.Number] = watchers = [];
        }

        watchers.Add(watch.Watcher);
        watch.Watcher.Tell(Shown(watch.Number));
    }

    private void OnUnwatch(UnwatchPublications unwatch)
    {
        if (_watchers.TryGetValue(unwatch.Number, out var watchers) && watchers.Remove(unwatch.Watcher) && watchers.Count == 0)
        {
            _watchers.Remove(unwatch.Number);
        }
    }

    private void Keep(ExtensionNumber number, ImmutableArray<Publication> publications)
    {
        if (publications.IsEmpty)
        {
            _publications.Remove(number);
        }
        else
        {
            _publications[number] = publications;
        }

        if (PublicationLogic.NextEnd(publications) is { } end)
        {
            var wait = end - Now;
            Timers.StartSingleTimer(number, new Expiry(number), wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
        }
        else
        {
            Timers.Cancel(number);
        }

        foreach (var watcher in _watchers.GetValueOrDefault(number) ?? [])
        {
            watcher.Tell(Shown(number));
        }
    }

    private ImmutableArray<Publication> Of(ExtensionNumber number) => _publications.GetValueOrDefault(number, []);

    private PublicationsShown Shown(ExtensionNumber number) => new(number, [.. Of(number).Select(publication => publication.Presence)]);

    private sealed record Expiry(ExtensionNumber Number);
}
