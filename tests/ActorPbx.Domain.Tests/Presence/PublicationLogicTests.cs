using System.Collections.Immutable;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Subscriptions;

namespace ActorPbx.Domain.Tests.Presence;

public class PublicationLogicTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PublishedPresence Here = new(["<here/>"], false), Away = new(["<away/>"], true);
    private ImmutableArray<Publication> _all = [];

    [Fact]
    public void A_phone_publishes_refreshes_changes_and_removes_by_the_tag_of_its_last_publish()
    {
        Accepted(null, 600, Here, "a").Expires.ShouldBe(TimeSpan.FromMinutes(10));
        Accepted("a", 1200, null, "b").Publications.ShouldHaveSingleItem().ShouldBe(new Publication("b", Noon.AddMinutes(20), Here));
        Accepted("b", null, Away, "c").Publications.ShouldHaveSingleItem().Presence.ShouldBe(Away);
        Accepted("c", 0, null, "d").Publications.ShouldBeEmpty();
    }

    [Fact]
    public void A_tag_that_is_no_more_is_a_failed_condition()
    {
        Accepted(null, 600, Here, "a");
        Accepted("a", 600, null, "b");
        Publish("a", 600, null, "c", Noon).ShouldBeOfType<PublishDecision.NoSuchTag>();
        Publish("b", 600, null, "c", Noon.AddMinutes(10)).ShouldBeOfType<PublishDecision.NoSuchTag>();
    }

    [Fact]
    public void Phones_of_one_number_publish_side_by_side_within_bounds()
    {
        for (var i = 0; i < PublicationLogic.MaxPerNumber; i++)
        {
            Accepted(null, 600, Here, $"tag-{i}");
        }

        Publish(null, 600, Here, "more", Noon).ShouldBeOfType<PublishDecision.TooMany>();
        Accepted("tag-3", 600, Away, "changed").Publications.Length.ShouldBe(PublicationLogic.MaxPerNumber);
        Publish(null, 600, Here, "more", Noon.AddMinutes(10)).ShouldBeOfType<PublishDecision.Accepted>().Publications.Length.ShouldBe(1);
    }

    [Fact]
    public void What_is_too_brief_or_says_nothing_is_refused()
    {
        Publish(null, 59, Here, "a", Noon).ShouldBe(new PublishDecision.TooBrief(TimeSpan.FromMinutes(1)));
        Publish(null, 600, null, "a", Noon).ShouldBeOfType<PublishDecision.SaysNothing>();
    }

    private PublishDecision.Accepted Accepted(string? ifMatch, int? expires, PublishedPresence? presence, string tag)
    {
        var accepted = Publish(ifMatch, expires, presence, tag, Noon).ShouldBeOfType<PublishDecision.Accepted>();
        accepted.Tag.ShouldBe(tag);
        _all = accepted.Publications;
        return accepted;
    }

    private PublishDecision Publish(string? ifMatch, int? expires, PublishedPresence? presence, string tag, DateTimeOffset now) =>
        PublicationLogic.Publish(_all, new PublishRequest(ifMatch, expires, presence), SubscriptionPolicy.Default, tag, now);
}
