using System.Diagnostics.Metrics;
using ActorPbx.Node.Telemetry;

namespace ActorPbx.Node.Tests.Telemetry;

/// <summary>Figures from the meter to the text that Prometheus reads.</summary>
public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("test");
    private readonly MeterReader _reader;

    public PrometheusTextTests() => _reader = new MeterReader(instrument => instrument.Meter == _meter);

    public void Dispose()
    {
        _reader.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_adds_up_and_its_name_says_so()
    {
        var calls = _meter.CreateCounter<long>("pbx.calls", "{call}", "Calls");
        calls.Add(2, new KeyValuePair<string, object?>("outcome", "busy"));
        calls.Add(3, new KeyValuePair<string, object?>("outcome", "busy"));
        calls.Add(1, new KeyValuePair<string, object?>("outcome", "answered"));
        Text().ShouldBe("""
            # HELP pbx_calls_total Calls
            # TYPE pbx_calls_total counter
            pbx_calls_total{outcome="answered"} 1
            pbx_calls_total{outcome="busy"} 5

            """);
    }

    [Fact]
    public void A_histogram_counts_each_value_in_every_bucket_that_it_fits()
    {
        var delay = _meter.CreateHistogram("pbx.delay", "s", "Delay", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in (double[])[0.25, 0.5, 0.75, 4])
        {
            delay.Record(value);
        }

        Text().ShouldBe("""
            # HELP pbx_delay_seconds Delay
            # TYPE pbx_delay_seconds histogram
            pbx_delay_seconds_bucket{le="0.5"} 2
            pbx_delay_seconds_bucket{le="1"} 3
            pbx_delay_seconds_bucket{le="+Inf"} 4
            pbx_delay_seconds_sum 5.5
            pbx_delay_seconds_count 4

            """);
    }

    [Fact]
    public void What_is_observed_is_read_anew_each_time()
    {
        var links = new Dictionary<string, long> { ["good"] = 2, ["down"] = 1 };
        _meter.CreateObservableGauge("pbx.links", () => links.Select(link => new Measurement<long>(link.Value, new KeyValuePair<string, object?>("health", link.Key))));
        Text().ShouldContain("pbx_links{health=\"down\"} 1\n");
        links.Remove("down");
        links["good"] = 7;
        Text().ShouldContain("pbx_links{health=\"good\"} 7\n");
        Text().ShouldNotContain("down");
    }

    [Fact]
    public void Labels_and_help_cannot_break_out_of_their_line()
    {
        _meter.CreateObservableUpDownCounter("pbx.odd-name", () => new Measurement<int>(1, new KeyValuePair<string, object?>("bus.fault", "a\"b\\c\nd")), "By", "two\nlines");
        Text().ShouldBe("""
            # HELP pbx_odd_name_bytes two\nlines
            # TYPE pbx_odd_name_bytes gauge
            pbx_odd_name_bytes{bus_fault="a\"b\\c\nd"} 1

            """);
    }

    [Fact]
    public void A_label_that_is_not_bounded_is_cut_off()
    {
        var wild = _meter.CreateCounter<int>("pbx.wild");
        for (var i = 0; i < 5000; i++)
        {
            wild.Add(1, new KeyValuePair<string, object?>("peer", i));
        }

        _reader.Read().ShouldHaveSingleItem().Points.Count.ShouldBe(1000);
    }

    [Fact]
    public void A_meter_that_is_gone_says_nothing_more()
    {
        var gone = new Meter("gone");
        using var reader = new MeterReader(instrument => instrument.Meter == gone);
        gone.CreateObservableGauge("pbx.gone", () => 1);
        reader.Read().ShouldHaveSingleItem();
        gone.Dispose();
        reader.Read().ShouldBeEmpty();
    }

    [Fact]
    public void An_instrument_that_throws_is_left_out_and_said_once()
    {
        var faults = new List<string>();
        using var reader = new MeterReader(instrument => instrument.Meter == _meter) { Faulted = fault => faults.Add(fault.Message) };
        _meter.CreateObservableGauge("pbx.broken", Broken);
        _meter.CreateObservableGauge("pbx.calls", () => 7);
        for (var i = 0; i < 3; i++)
        {
            PrometheusText.Of(reader.Read()).ShouldContain("pbx_calls 7\n");
        }

        faults.ShouldBe(["no word for it"]);

        static int Broken() => throw new InvalidOperationException("no word for it");
    }

    private string Text() => PrometheusText.Of(_reader.Read());
}
