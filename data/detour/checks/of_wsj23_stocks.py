"""Checks of the article on AI without the latest chips (s-wsj23): the stock of A100 against needs, sales and deliveries."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

STOCK = "c-wsj23-a100-stock-in-china"
NEEDED = "c-wsj23-ubs-a100-needed"
#: The stock as another relay of the same report prints it.
RELAYED = "es-174"
#: A100 that a model has sold to China in nine months.
SOLD = "es-015"
PERCENT = 100
DAYS_A_QUARTER = 365.25 / 4


@check(
    "k-wsj23-stock-in-models",
    stock=STOCK,
    needed=NEEDED,
    a100="nvidia-a100/fp16_peak",
    h100="nvidia-h100/fp16_peak",
    llama="es-cw-llama-run",
    one_owner="es-cw-fireflyer",
)
def stock_in_models(stock, needed, a100, h100, llama, one_owner) -> Working:
    """Is the stock enough for at least one model of the stated size?"""
    models = (stock / needed).times()
    as_h100 = (stock * a100 / h100).of("chips", digits=5)
    return found(
        HOLDS if models.above(1) else FAILS if models.below(1) else STRAINED,
        models=models,
        as_h100=as_h100,
        of_llama=(as_h100 / llama).percent(digits=2),
        one_owner_share=(one_owner / stock).percent(digits=2),
    )


@check("k-wsj23-stock-against-sales", stock=STOCK, sold=SOLD)
def stock_against_sales(stock, sold) -> Working:
    """Is the stock as large as what was sold in part of the time?"""
    return found(
        FAILS if stock.below(sold) else STRAINED if stock.below(sold.value) else HOLDS,
        share=(stock / sold).percent(),
    )


@check(
    "k-wsj23-stock-against-filing",
    stock=STOCK,
    at_risk="es-wsj23-sales-at-risk",
    price="sp-nvidia-a100-price-1",
    released="at-nvidia-a100-40gb-release-date-1",
    letter="ev-006",
)
def stock_against_filing(stock, at_risk, price, released, letter) -> Working:
    """Is the stock what the sales that the maker saw at risk would have built up since the chip came out?"""
    a_quarter = (at_risk / price).of("chips")
    quarters, on_sale = (stock / a_quarter).of("", digits=2), ((letter - released) / DAYS_A_QUARTER).of("", digits=2)
    return found(STRAINED if quarters.below(on_sale) else HOLDS, a_quarter=a_quarter, quarters=quarters, on_sale=on_sale)


@check(
    "k-wsj23-stock-against-ds25",
    stock=STOCK,
    all_chips="c-ds25-china-accelerators-2022",
    nvidia_share="c-ds25-nvidia-share-2022",
)
def stock_against_ds25(stock, all_chips, nvidia_share) -> Working:
    """Can the stock and the sales of another article be of the same chips?"""
    sold = (all_chips * nvidia_share / PERCENT).of("chips", digits=4)
    return found(STRAINED if stock.below(sold) else HOLDS, sold=sold, share=(stock / sold).percent(digits=2))


@check("k-wsj23-stock-of-what", here=STOCK, there=RELAYED, third="es-wsj23-stock-donga", sold=SOLD)
def stock_of_what(here, there, third, sold) -> Working:
    """Do the relays print one number for two things, and could it be the wider of the two?"""
    if not (here.meets(there) and here.meets(third)):
        return found(HOLDS, share=(here / sold).percent())
    return found(STRAINED if here.below(sold) else OPEN, share=(here / sold).percent())


@check(
    "k-wsj23-importable-outnumber-stock",
    delivered="es-010",
    stock=STOCK,
    ordered="es-wsj23-a800-orders",
    paid="es-wsj23-a800-order-value",
)
def importable_outnumber_stock(delivered, stock, ordered, paid) -> Working:
    """Were more chips of the same peak sold lawfully in that year than the stock that is called scarce?"""
    over = (delivered / stock).times(digits=2)
    return found(
        STRAINED if over.above(1) else HOLDS,
        over=over,
        ordered_over=(ordered / stock).times(digits=2),
        paid_each=(paid / ordered).of("USD/chip"),
    )


@check(
    "k-wsj23-one-root",
    stock=STOCK,
    stock_relayed=RELAYED,
    weaker="c-wsj23-three-thousand-h800-for-llm",
    weaker_relayed="es-cw-h800-needed",
    best="c-wsj23-hundred-h100-for-llm",
    best_relayed="es-cw-h100-needed",
)
def one_root(stock, stock_relayed, weaker, weaker_relayed, best, best_relayed) -> Working:
    """Do the relays repeat the same numbers to the digit, as copies do and separate counts do not?"""
    copied = all((each.low, each.high) == (other.low, other.high) for each, other in ((stock, stock_relayed), (weaker, weaker_relayed)))
    return found(HOLDS if copied else OPEN, parted=(best_relayed / best).times())
