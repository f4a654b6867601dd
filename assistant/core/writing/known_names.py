"""Names that everybody spells alike: a misspelt one may be corrected.

“Germny” becomes “Germany” without an alarm, “Jon” does not become “John”.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


KNOWN = _names(
    # the calendar
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas easter "
    # continents, countries and their people
    "africa america asia australia europe antarctica african american asian australian european "
    "afghanistan albania algeria argentina argentinian armenia austria austrian azerbaijan "
    "bangladesh belarus belgian belgium bolivia bosnia brazil brazilian britain british "
    "bulgaria bulgarian cambodia cameroon canada canadian chile chilean china chinese colombia "
    "colombian congo croatia croatian cuba cuban cyprus czech czechia denmark danish dutch "
    "ecuador egypt egyptian england english estonia estonian ethiopia ethiopian finland finnish "
    "france french georgia german germany ghana greece greek guatemala haiti hungarian hungary "
    "iceland icelandic india indian indonesia indonesian iran iranian iraq iraqi ireland irish "
    "israel israeli italian italy jamaica japan japanese jordan kazakhstan kenya kenyan korea "
    "korean kuwait latvia latvian lebanon libya lithuania lithuanian luxembourg malaysia "
    "malaysian malta mexican mexico moldova mongolia montenegro moroccan morocco myanmar nepal "
    "netherlands nicaragua nigeria nigerian norway norwegian pakistan pakistani panama paraguay "
    "peru peruvian philippines poland polish portugal portuguese romania romanian russia "
    "russian rwanda scotland scottish senegal serbia serbian singapore slovakia slovenia "
    "somalia spain spanish sudan sweden swedish swiss switzerland syria syrian taiwan tanzania "
    "thai thailand tunisia turkey turkish uganda ukraine ukrainian uruguay uzbekistan venezuela "
    "vietnam vietnamese wales welsh yemen zambia zimbabwe arabic hebrew hindi latin mandarin "
    # cities
    "amsterdam athens atlanta baghdad bangkok barcelona beijing berlin boston brussels budapest "
    "cairo chicago copenhagen dallas delhi dublin edinburgh florence frankfurt geneva hamburg "
    "helsinki houston istanbul jakarta jerusalem johannesburg karachi kyiv lisbon liverpool "
    "london madrid manchester manila melbourne miami milan montreal moscow mumbai munich "
    "nairobi naples oslo paris philadelphia prague rome seattle seoul shanghai stockholm sydney "
    "tehran tokyo toronto vancouver venice vienna warsaw washington zurich "
    # words that stand with a capital where a typist slipped
    "the this that these those they their there then than and but because with from have has "
    "had were was will would should could what when where which who why how your you our his "
    "her its not also however therefore internet university government company president "
    "minister doctor professor "
)
"""In small letters."""
