using ActorPbx.Node.Memory;

namespace ActorPbx.Node.Tests.Memory;

/// <summary>When garbage is collected, on heaps of all kinds of nodes.</summary>
public sealed class CollectionPaceTests
{
    private const double MiB = 1 << 20;

    [Fact]
    public void Where_calls_are_short_collections_become_rare_for_their_pauses_do_not_grow()
    {
        var heap = new Heap(_ => 7);
        heap.Run(seconds: 30, megabytesPerSecond: 24);
        heap.Pace.Budget.ShouldBe(CollectionPace.MostBudget);
        heap.Young.Clear();
        heap.Run(seconds: 60, megabytesPerSecond: 24);
        heap.Young.Count.ShouldBeInRange(44, 50);
    }

    [Fact]
    public void Where_calls_last_and_are_few_collections_stay_short()
    {
        var heap = new Heap(megabytes => 1 + megabytes);
        heap.Run(seconds: 120, megabytesPerSecond: 1.2);
        heap.Pace.Budget.ShouldBe(CollectionPace.LeastBudget);
        heap.Young.Max().ShouldBeLessThan(5);
        heap.Young.Count.ShouldBeInRange(45, 72);
    }

    [Fact]
    public void Where_calls_last_and_are_many_collections_are_as_rare_as_their_pauses_allow()
    {
        var heap = new Heap(megabytes => 1 + megabytes);
        heap.Run(seconds: 30, megabytesPerSecond: 24);
        heap.Young.Clear();
        heap.Run(seconds: 60, megabytesPerSecond: 24);
        heap.Pace.Budget.ShouldBeInRange((long)(4 * MiB), (long)(9 * MiB));
        heap.Young.Max().ShouldBeLessThan(11);
    }

    [Fact]
    public void When_calls_begin_to_last_the_second_pause_is_short_again()
    {
        var heap = new Heap(_ => 7);
        heap.Run(seconds: 30, megabytesPerSecond: 24);
        heap.Pause = megabytes => 1 + megabytes;
        heap.Young.Clear();
        heap.Run(seconds: 10, megabytesPerSecond: 24);
        heap.Young.Count(pause => pause > 16).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void When_a_load_ends_collections_come_after_few_bytes_again()
    {
        var heap = new Heap(_ => 7);
        heap.Run(seconds: 30, megabytesPerSecond: 24);
        heap.Run(seconds: 600, megabytesPerSecond: 0.5);
        heap.Pace.Budget.ShouldBe(CollectionPace.LeastBudget);
    }

    [Fact]
    public void A_slow_machine_is_paced_by_its_pauses_not_by_the_bytes()
    {
        var heap = new Heap(megabytes => 5 + (4 * megabytes));
        heap.Run(seconds: 60, megabytesPerSecond: 24);
        heap.Pace.Budget.ShouldBeLessThan((long)(3 * MiB));
    }

    [Fact]
    public void The_oldest_generation_is_collected_in_the_background_before_the_thread_for_that_ends()
    {
        var heap = new Heap(_ => 2);
        heap.Run(seconds: 100, megabytesPerSecond: 1);
        heap.Background[0].ShouldBe(0);
        heap.Background.Count.ShouldBe(7);
        heap.Background.Zip(heap.Background.Skip(1), (one, next) => next - one).Max().ShouldBeLessThan(17);
    }

    [Fact]
    public void Every_other_collection_takes_the_next_generation_along_and_so_does_one_of_the_oldest()
    {
        var heap = new Heap(_ => 2);
        heap.Run(seconds: 34, megabytesPerSecond: 1);
        heap.Due.RemoveAll(due => due == Collection.None);
        var youngOnes = heap.Due.IndexOf(Collection.Background, 1) - 1;
        youngOnes.ShouldBeInRange(6, 8);
        heap.Due.Skip(1).Take(youngOnes).Chunk(2).ShouldAllBe(pair => pair.SequenceEqual(new[] { Collection.Youngest, Collection.YoungestTwo }.Take(pair.Length)));
        heap.Due[youngOnes + 2].ShouldBe(Collection.Youngest);
    }

    [Fact]
    public void What_the_runtime_collects_by_itself_does_not_keep_the_thread()
    {
        var heap = new Heap(_ => 2);
        heap.Run(seconds: 10, megabytesPerSecond: 1);
        heap.CollectByItself();
        heap.Run(seconds: 8, megabytesPerSecond: 1);
        heap.Background.Count.ShouldBe(2);
    }

    [Fact]
    public void A_node_with_nothing_to_do_is_left_alone()
    {
        var heap = new Heap(_ => 2);
        heap.Run(seconds: 600, megabytesPerSecond: 0.001);
        heap.Young.ShouldBeEmpty();
        heap.Background.ShouldBe([0]);
        heap.Looks.ShouldBeLessThanOrEqualTo(601);
    }

    [Fact]
    public void A_node_with_little_to_do_does_not_start_the_thread_again_and_again()
    {
        var heap = new Heap(_ => 2);
        heap.Run(seconds: 600, megabytesPerSecond: 0.05);
        heap.Background.Count.ShouldBe(2);
        heap.Run(seconds: 100, megabytesPerSecond: 1);
        heap.Background.Count.ShouldBeInRange(8, 9);
    }

    [Fact]
    public void Under_load_it_is_looked_at_no_more_than_fifty_times_a_second()
    {
        var heap = new Heap(_ => 7);
        heap.Run(seconds: 10, megabytesPerSecond: 1000);
        heap.Looks.ShouldBeLessThanOrEqualTo(501);
    }

    [Fact]
    public void Two_looks_in_one_moment_do_no_harm()
    {
        var pace = new CollectionPace(default, TimeSpan.Zero);
        pace.Look(new HeapFigures(0, 1, TimeSpan.Zero), TimeSpan.Zero);
        pace.Look(new HeapFigures(0, 2, TimeSpan.Zero), TimeSpan.Zero);
        pace.Budget.ShouldBe(CollectionPace.LeastBudget);
    }

    /// <summary>A heap whose pauses, in milliseconds, depend on the megabytes made since the last one; the runtime collects it at 32 MiB by itself.</summary>
    private sealed class Heap
    {
        private HeapFigures _figures;
        private double _now;
        private double _since;

        public Heap(Func<double, double> pause)
        {
            Pause = pause;
            Pace = new CollectionPace(_figures, TimeSpan.Zero);
        }

        public Func<double, double> Pause { get; set; }

        public CollectionPace Pace { get; }

        public List<double> Young { get; } = [];

        public List<Collection> Due { get; } = [];

        public List<double> Background { get; } = [];

        public int Looks { get; private set; }

        public void CollectByItself() => _figures = _figures with { Collections = _figures.Collections + 1 };

        public void Run(double seconds, double megabytesPerSecond)
        {
            var end = _now + seconds;
            while (_now < end)
            {
                Looks++;
                var (due, again) = Pace.Look(_figures, TimeSpan.FromSeconds(_now));
                Due.Add(due);
                if (due is Collection.Youngest or Collection.YoungestTwo)
                {
                    CollectYoungest();
                }
                else if (due == Collection.Background)
                {
                    Background.Add(_now);
                    CollectByItself();
                    _since = 0;
                }

                Allocate(again.TotalSeconds * megabytesPerSecond * MiB);
                _now += again.TotalSeconds;
            }
        }

        private void Allocate(double bytes)
        {
            for (; _since + bytes >= CollectionPace.MostBudget; CollectYoungest())
            {
                var first = CollectionPace.MostBudget - _since;
                bytes -= first;
                (_since, _figures) = (_since + first, _figures with { Allocated = _figures.Allocated + (long)first });
            }

            (_since, _figures) = (_since + bytes, _figures with { Allocated = _figures.Allocated + (long)bytes });
        }

        private void CollectYoungest()
        {
            var pause = Pause(_since / MiB);
            Young.Add(pause);
            (_now, _since) = (_now + (pause / 1000), 0);
            _figures = _figures with { Collections = _figures.Collections + 1, Paused = _figures.Paused + TimeSpan.FromMilliseconds(pause) };
        }
    }
}
