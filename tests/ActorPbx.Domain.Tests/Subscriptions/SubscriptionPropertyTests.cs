using ActorPbx.Domain.Subscriptions;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Domain.Tests.Subscriptions;

public class SubscriptionPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);
    private static readonly NotifyRate Rate = new(TimeSpan.FromSeconds(1), 3);

    [Fact]
    public void Whatever_happens_notifies_never_overlap_the_last_one_is_said_once_and_news_is_told_in_the_end() =>
        Prop.ForAll<int>(seed =>
        {
            var world = new World(new System.Random(seed));
            for (var i = 0; i < 80 && !world.IsOver; i++)
            {
                world.Happen();
            }

            world.Calm();
        }).Check(Many);

    [Fact]
    public void In_the_long_run_nobody_is_told_more_often_than_the_rate_says() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var start = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
            var (state, _) = SubscriptionLogic.Begin(SubscriptionPolicy.Default, Rate, 7200, start);
            var (told, now) = (1, start);
            for (var i = 0; i < 300; i++)
            {
                now += TimeSpan.FromMilliseconds(random.Next(0, 400));
                foreach (SubscriptionInput input in new SubscriptionInput[] { new SubscriptionInput.StateChanged(), new SubscriptionInput.NotifyAnswered(200), new SubscriptionInput.Woken() })
                {
                    (state, var effects) = SubscriptionLogic.Decide(state, input, now);
                    told += effects.Count(effect => effect is SubscriptionEffect.Notify);
                }
            }

            told.ShouldBeLessThanOrEqualTo(Rate.Burst + (int)(now - start).TotalSeconds + 1);
            told.ShouldBeGreaterThan((int)(now - start).TotalSeconds - 1);
        }).Check(Many);

    /// <summary>A subscriber and a watched number that do anything in any order.</summary>
    private sealed class World
    {
        private readonly System.Random _random;
        private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private Subscription _state;
        private DateTimeOffset _wake;
        private bool _inFlight;
        private bool _saidLast;
        private bool _hasNews = true;

        public World(System.Random random)
        {
            _random = random;
            var decision = SubscriptionLogic.Begin(SubscriptionPolicy.Default, Rate, 600, _now);
            _state = decision.Next;
            Perform(decision.Effects);
        }

        public bool IsOver { get; private set; }

        public void Happen()
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(0, 30_000));
            switch (_random.Next(6))
            {
                case 0: Take(new SubscriptionInput.Subscribed(_random.Next(4) == 0 ? 0 : _random.Next(1, 900))); break;
                case 1: Change(); break;
                case 2 when _inFlight: Answer(_random.Next(20) == 0 ? 481 : 200); break;
                case 3 when _inFlight && _random.Next(20) == 0: Lose(); break;
                case 4 when _now >= _wake: Take(new SubscriptionInput.Woken()); break;
                case 5 when _random.Next(20) == 0: Take(new SubscriptionInput.Withdrawn("noresource")); break;
                default: break;
            }
        }

        /// <summary>The subscriber answers and time passes: then the subscriber knows the state, or it is over and it was told so.</summary>
        public void Calm()
        {
            for (var i = 0; i < 20 && !IsOver; i++)
            {
                if (_inFlight)
                {
                    Answer(200);
                }
                else if (_hasNews)
                {
                    _now = _wake > _now ? _wake : _now;
                    Take(new SubscriptionInput.Woken());
                }
            }

            (IsOver || !_hasNews).ShouldBeTrue();
        }

        private void Change()
        {
            _hasNews = true;
            Take(new SubscriptionInput.StateChanged());
        }

        private void Answer(int code)
        {
            _inFlight = false;
            Take(new SubscriptionInput.NotifyAnswered(code));
        }

        private void Lose()
        {
            _inFlight = false;
            Take(new SubscriptionInput.NotifyLost());
        }

        private void Take(SubscriptionInput input)
        {
            var decision = SubscriptionLogic.Decide(_state, input, _now);
            _state = decision.Next;
            Perform(decision.Effects);
            var answers = decision.Effects.Count(effect => effect is SubscriptionEffect.Grant or SubscriptionEffect.RefuseBrief or SubscriptionEffect.RefuseLate);
            answers.ShouldBe(input is SubscriptionInput.Subscribed ? 1 : 0);
        }

        private void Perform(IReadOnlyList<SubscriptionEffect> effects)
        {
            foreach (var effect in effects)
            {
                switch (effect)
                {
                    case SubscriptionEffect.Notify or SubscriptionEffect.NotifyEnd:
                        _inFlight.ShouldBeFalse("a NOTIFY overtakes another");
                        _saidLast.ShouldBeFalse("a NOTIFY after the last one");
                        (_inFlight, _hasNews, _saidLast) = (true, false, effect is SubscriptionEffect.NotifyEnd);
                        break;
                    case SubscriptionEffect.Wake wake: _wake = wake.At; break;
                    case SubscriptionEffect.End: IsOver = true; break;
                }
            }
        }
    }
}
