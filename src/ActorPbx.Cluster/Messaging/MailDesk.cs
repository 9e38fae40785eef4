using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.Codec;
using ActorPbx.Cluster.Membership;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Messaging;

/// <summary>Sorts what came over the bus by its topic, and hands it to whom it is for.</summary>
internal sealed class MailDesk(ClusterParts parts, IActorRef cluster)
{
    public void Sort(BusNotice.Published mail, TimeSpan now)
    {
        if (!Topics.TryRead(mail.Topic, out var from, out var subject))
            parts.Inlet.Refuse(mail.Topic, "not a topic of this cluster");
        else if (subject == "heartbeat")
            Heartbeat(from, mail, now);
        else if (subject.StartsWith(parts.Topics.ToMe, StringComparison.Ordinal))
            ForMe(from, subject[parts.Topics.ToMe.Length..], mail);
        else if (Rest(subject, "singleton.") is { } singleton)
            ForSingleton(from, singleton, mail);
        else if (Rest(subject, "role.") is { } role && role.IndexOf('.') is var dot and > 0)
            ForService(from, role[(dot + 1)..], mail);
        else if (Topics.IsFree(subject))
            ForSubscribers(from, subject, mail);
        else
            parts.Inlet.Refuse(mail.Topic, "not for this node");
    }

    private static string? Rest(string subject, string start) => subject.StartsWith(start, StringComparison.Ordinal) ? subject[start.Length..] : null;

    private void Heartbeat(Origin from, BusNotice.Published mail, TimeSpan now)
    {
        switch (parts.Inlet.Read(mail.Topic, mail.Body)?.Message)
        {
            case Heartbeat heartbeat:
                parts.Membership.Heard(from, heartbeat, now);
                break;
            case { } other:
                parts.Inlet.Refuse(mail.Topic, $"{other.GetType().Name} is no heartbeat");
                break;
            default:
                break;
        }
    }

    private void ForMe(Origin from, string service, BusNotice.Published mail)
    {
        if (service != Topics.Answers)
            ForService(from, service, mail);
        else if (parts.Inlet.Read(mail.Topic, mail.Body) is { } answer)
            parts.Asks.Answer(from, answer);
    }

    private void ForService(Origin from, string service, BusNotice.Published mail)
    {
        if (parts.Inlet.Read(mail.Topic, mail.Body) is not { } letter)
            return;
        var replyTo = letter.Question.Length > 0 ? new ReplyAddress(from, letter.Question, 0) : null;
        if (parts.Services.Find(service) is { } server)
        {
            server.Tell(new Received(from, service, letter.Message, replyTo), cluster);
            return;
        }

        parts.Statistics.CountUnserved();
        if (replyTo is not null)
            parts.Outlet.Send(from, Topics.Answers, new Letter(new NotServed(service), Answers: replyTo.Id));
    }

    private void ForSingleton(Origin from, string singleton, BusNotice.Published mail)
    {
        // It was held when the message set out; the next holder is asked again by the asker.
        if (parts.Singletons.Holder(singleton) is not var (holder, epoch) || parts.Inlet.Read(mail.Topic, mail.Body) is not { } letter)
            return;
        var replyTo = letter.Question.Length > 0 ? new ReplyAddress(from, letter.Question, epoch) : null;
        holder.Tell(new Received(from, singleton, letter.Message, replyTo), cluster);
    }

    private void ForSubscribers(Origin from, string subject, BusNotice.Published mail)
    {
        var subscribers = parts.Subscriptions.WhoWants(mail.Topic);
        if (subscribers.Count == 0 || parts.Inlet.Read(mail.Topic, mail.Body) is not { } letter)
            return;
        var published = new Published(from, subject, letter.Message);
        foreach (var subscriber in subscribers)
            subscriber.Tell(published, cluster);
    }
}
