using ActorPbx.Domain.Subscriptions;

namespace ActorPbx.Domain.Tests.Subscriptions;

public class SubscriptionLogicTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly NotifyRate Rate = new(TimeSpan.FromSeconds(1), 2);
    private DateTimeOffset _now = Noon;
    private Subscription _state = null!;

    [Fact]
    public void A_subscribe_is_granted_and_followed_by_a_notify_at_once()
    {
        var effects = Begin(600);
        effects[0].ShouldBe(new SubscriptionEffect.Grant(TimeSpan.FromMinutes(10)));
        effects[1].ShouldBe(new SubscriptionEffect.Notify(TimeSpan.FromMinutes(10)));
        effects[2].ShouldBe(new SubscriptionEffect.Wake(Noon.AddMinutes(10)));
    }

    [Theory]
    [InlineData(null, 3600)]
    [InlineData(60, 60)]
    [InlineData(7201, 7200)]
    [InlineData(int.MaxValue, 7200)]
    public void The_interval_is_the_asked_one_within_the_policys_bounds(int? asked, int granted) =>
        SubscriptionPolicy.Default.Grant(asked).ShouldBe(TimeSpan.FromSeconds(granted));

    [Fact]
    public void Too_brief_a_refresh_is_refused_with_the_least_that_would_do_and_changes_nothing()
    {
        Begin(600);
        Take(new SubscriptionInput.Subscribed(59)).ShouldContain(new SubscriptionEffect.RefuseBrief(TimeSpan.FromMinutes(1)));
        _state.ExpiresAt.ShouldBe(Noon.AddMinutes(10));
    }

    [Fact]
    public void A_poll_gets_the_state_once_and_is_over()
    {
        Begin(0).ShouldBe([new SubscriptionEffect.Grant(TimeSpan.Zero), new SubscriptionEffect.NotifyEnd("timeout")]);
        Take(new SubscriptionInput.NotifyAnswered(200)).ShouldBe([new SubscriptionEffect.End()]);
    }

    [Fact]
    public void News_waits_for_the_answer_to_the_notify_before_and_is_told_once()
    {
        Begin(600);
        Notifies(Take(new SubscriptionInput.StateChanged())).ShouldBe(0);
        Notifies(Take(new SubscriptionInput.StateChanged())).ShouldBe(0);
        Notifies(Take(new SubscriptionInput.NotifyAnswered(200))).ShouldBe(1);
        Notifies(Take(new SubscriptionInput.NotifyAnswered(200))).ShouldBe(0);
    }

    [Fact]
    public void More_news_than_the_rate_allows_waits_for_its_time_and_is_told_then()
    {
        Begin(600);
        Take(new SubscriptionInput.NotifyAnswered(200));
        Notifies(Take(new SubscriptionInput.StateChanged())).ShouldBe(1);
        Take(new SubscriptionInput.NotifyAnswered(200));
        var held = Take(new SubscriptionInput.StateChanged());
        Notifies(held).ShouldBe(0);
        held.ShouldContain(new SubscriptionEffect.Wake(Noon.AddSeconds(1)));
        _now = Noon.AddSeconds(1);
        Notifies(Take(new SubscriptionInput.Woken())).ShouldBe(1);
    }

    [Fact]
    public void Who_refreshes_is_told_the_state_whatever_the_rate()
    {
        Begin(600);
        Take(new SubscriptionInput.NotifyAnswered(200));
        Take(new SubscriptionInput.StateChanged());
        Take(new SubscriptionInput.NotifyAnswered(200));
        Notifies(Take(new SubscriptionInput.Subscribed(600))).ShouldBe(1);
    }

    [Fact]
    public void What_is_not_refreshed_ends_when_its_time_is_over()
    {
        Begin(600);
        Take(new SubscriptionInput.NotifyAnswered(200));
        _now = Noon.AddMinutes(10);
        Take(new SubscriptionInput.Woken()).ShouldBe([new SubscriptionEffect.NotifyEnd("timeout")]);
        Take(new SubscriptionInput.Subscribed(600)).ShouldBe([new SubscriptionEffect.RefuseLate()]);
        Take(new SubscriptionInput.NotifyLost()).ShouldBe([new SubscriptionEffect.End()]);
    }

    [Fact]
    public void The_end_waits_for_the_answer_to_the_notify_before()
    {
        Begin(600);
        Take(new SubscriptionInput.Withdrawn("noresource")).ShouldBeEmpty();
        Take(new SubscriptionInput.NotifyAnswered(200)).ShouldBe([new SubscriptionEffect.NotifyEnd("noresource")]);
    }

    [Theory]
    [InlineData(481)]
    [InlineData(404)]
    [InlineData(500)]
    public void A_notify_that_is_not_taken_ends_it_without_another_word(int code)
    {
        Begin(600);
        Take(new SubscriptionInput.StateChanged());
        Take(new SubscriptionInput.NotifyAnswered(code)).ShouldBe([new SubscriptionEffect.End()]);
        Take(new SubscriptionInput.StateChanged()).ShouldBeEmpty();
    }

    private IReadOnlyList<SubscriptionEffect> Begin(int? expires) => Keep(SubscriptionLogic.Begin(SubscriptionPolicy.Default, Rate, expires, _now));

    private IReadOnlyList<SubscriptionEffect> Take(SubscriptionInput input) => Keep(SubscriptionLogic.Decide(_state, input, _now));

    private IReadOnlyList<SubscriptionEffect> Keep(SubscriptionDecision decision)
    {
        _state = decision.Next;
        return decision.Effects;
    }

    private static int Notifies(IReadOnlyList<SubscriptionEffect> effects) => effects.Count(effect => effect is SubscriptionEffect.Notify);
}
